//! Globs over ARNs and keys: `*` and `?` cross `/` and `:`, everything else stands for itself.

/// Whether a pattern matches the whole text. At most one step back for each character of the text: the last `*` takes one
/// character more, and no earlier one has to.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (mut rest, mut at) = (pattern.chars(), text.chars());
    // What stands after the last `*`, and what that `*` has not taken yet.
    let mut star = None;
    loop {
        let (next, here) = (rest.clone().next(), at.clone().next());
        match (next, here) {
            (Some('*'), _) => {
                rest.next();
                star = Some((rest.clone(), at.clone()));
            }
            (Some(wanted), Some(found)) if wanted == '?' || wanted == found => {
                rest.next();
                at.next();
            }
            (None, None) => return true,
            _ => {
                let Some((after, taken)) = &mut star else {
                    return false;
                };
                if taken.next().is_none() {
                    return false;
                }
                (rest, at) = (after.clone(), taken.clone());
            }
        }
    }
}

/// Whether a pattern is no choice at all: it matches whatever service, account and region a resource has.
pub(super) fn matches_everything(pattern: &str) -> bool {
    /// Resources that have nothing in common but their partition, or having no ARN.
    const UNLIKE: [&[&str]; 4] = [
        &[
            "arn:aws:s3:::ledger",
            "arn:aws:rds:us-east-1:111122223333:db:charts",
            "arn:aws:kms:eu-west-2:444455556666:key/0b",
        ],
        &[
            "arn:aws-us-gov:s3:::ledger",
            "arn:aws-us-gov:rds:us-gov-west-1:111122223333:db:charts",
            "arn:aws-us-gov:kms:us-gov-east-1:444455556666:key/0b",
        ],
        &[
            "arn:aws-cn:s3:::ledger",
            "arn:aws-cn:rds:cn-north-1:111122223333:db:charts",
            "arn:aws-cn:kms:cn-northwest-1:444455556666:key/0b",
        ],
        &["AWS::::Service/111122223333/apprunner", "AWS::::Agreement/mercy", "AWS::EC2::Volume/vol-0b"],
    ];
    UNLIKE.iter().any(|unlike| unlike.iter().all(|key| matches(pattern, key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, as short as it can be said.
    fn naive(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), None) => naive(rest, text),
            (Some(('*', rest)), Some((_, later))) => naive(rest, text) || naive(pattern, later),
            (Some((p, rest)), Some((t, later))) if p == &'?' || p == t => naive(rest, later),
            _ => false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..Default::default() })]

        #[test]
        fn it_matches_what_its_definition_matches(pattern in "[ab:é*?]{0,10}", text in "[ab:é]{0,12}") {
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            prop_assert_eq!(matches(&pattern, &text), naive(&chars(&pattern), &chars(&text)));
        }

        #[test]
        fn a_pattern_without_wildcards_matches_itself_alone(pattern in "[a-z:/]{0,12}", text in "[a-z:/]{0,12}") {
            prop_assert!(matches(&pattern, &pattern));
            prop_assert_eq!(matches(&pattern, &text), pattern == text);
        }
    }

    #[test]
    fn many_stars_over_a_long_text_end() {
        let pattern = "*a".repeat(1000) + "b";
        assert!(!matches(&pattern, &"a".repeat(2000)));
        assert!(matches(&"*".repeat(2000), &"a".repeat(2000)));
    }

    #[test]
    fn stars_cross_slashes_and_colons() {
        assert!(matches("arn:aws:logs:*:log-group:/app/*", "arn:aws:logs:us-east-1:1:log-group:/app/a/b:*"));
        assert!(matches("a?b", "a/b") && matches("a?b", "a:b") && !matches("a?b", "ab"));
    }

    #[test]
    fn what_spares_nothing_is_known() {
        for all in
            ["*", "**", "?*", "arn:*", "arn:aws:*", "a*", "*:*", "*s*", "arn:aws-cn:*", "AWS::*", "*/*"]
        {
            assert!(matches_everything(all), "{all}");
        }
        for some in ["arn:aws:s3:::*", "*:db:*", "AWS::::Service/*", "*1111*", "arn:aws:*:*:*:db:*", ""] {
            assert!(!matches_everything(some), "{some}");
        }
    }
}
