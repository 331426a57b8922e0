//! The shapes of an element: a text alone, a list, everybody in an object, the document as a text.

use super::*;

/// The same policy with each lone text in a list, or each list of one alone.
fn reshaped(value: &Value, listed: bool) -> Value {
    fn texts(value: &Value, listed: bool) -> Value {
        match value {
            Value::String(text) if listed => json!([text]),
            Value::Array(one) if one.len() == 1 && !listed => one[0].clone(),
            other => other.clone(),
        }
    }
    let mut shaped = value.clone();
    for (element, inner) in shaped.as_object_mut().into_iter().flatten() {
        *inner = match (element.as_str(), &*inner) {
            ("Statement", Value::Array(many)) if many.len() > 1 || listed => {
                many.iter().map(|s| reshaped(s, listed)).collect()
            }
            ("Statement", Value::Array(one)) => reshaped(&one[0], listed),
            ("Statement", one) if listed => json!([reshaped(one, listed)]),
            ("Statement", one) => reshaped(one, listed),
            ("Principal" | "NotPrincipal", Value::String(_)) => inner.clone(),
            ("Action" | "NotAction" | "Resource" | "NotResource", texts_of) => texts(texts_of, listed),
            ("Principal" | "NotPrincipal", Value::Object(kinds)) => {
                kinds.iter().map(|(kind, names)| (kind.clone(), texts(names, listed))).collect()
            }
            ("Condition", Value::Object(operators)) => {
                let keys = |keys: &Value| -> Value {
                    keys.as_object()
                        .into_iter()
                        .flatten()
                        .map(|(k, v)| (k.clone(), texts(v, listed)))
                        .collect()
                };
                operators.iter().map(|(operator, of)| (operator.clone(), keys(of))).collect()
            }
            (_, other) => other.clone(),
        };
    }
    shaped
}

/// `"*"` as `{"AWS": "*"}`.
fn everybody_in_an_object(document: &Value) -> Value {
    let mut changed = document.clone();
    let changing: Vec<&mut Value> = match &mut changed["Statement"] {
        Value::Array(many) => many.iter_mut().collect(),
        one => vec![one],
    };
    for statement in changing {
        for element in ["Principal", "NotPrincipal"] {
            if statement.get(element) == Some(&json!("*")) {
                statement[element] = json!({ "AWS": "*" });
            }
        }
    }
    changed
}

/// All that the functions say of a policy.
fn verdicts(document: &Value) -> Vec<String> {
    let actions = ["s3:get*".to_owned(), "kms:decrypt".to_owned()];
    vec![
        format!("{:?}", is_public(document)),
        format!("{:?}", is_public_for(document, &actions)),
        format!("{:?}", accounts(document)),
        format!("{:?}", requires_tls(document, BUCKET)),
        format!("{:?}", requires_tls_for(document, BUCKET, &actions)),
        format!("{:?}", denies(document, &actions)),
        format!("{:?}", mentions(document, "aws:principal")),
        format!("{:?}", unattested_principals(document)),
        format!("{:?}", allows_everywhere(document, &actions)),
        format!("{:?}", full_services(document)),
        format!("{:?}", escalations(document)),
        format!("{:?}", whole_accounts(document)),
        format!("{:?}", open_providers(document)),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_text_alone_and_in_a_list_mean_the_same(document in prop_oneof![resources::resource_policy(), identities::identity_policy(), identities::trust_policy(&OPERATORS)]) {
        let wanted = verdicts(&document);
        prop_assert_eq!(&wanted, &verdicts(&reshaped(&document, true)));
        prop_assert_eq!(&wanted, &verdicts(&reshaped(&document, false)));
        prop_assert_eq!(&wanted, &verdicts(&everybody_in_an_object(&document)));
        prop_assert_eq!(&wanted, &verdicts(&json!(document.to_string())));
    }
}
