use super::*;

fn value(declared: &str, options: &Options) -> Written {
    property(&format!("Parameters:\n  A: {declared}"), "!Ref A", options)
}

#[test]
fn a_parameter_has_the_value_it_is_given_or_its_default() {
    let declared = "{Type: String, Default: small}";
    assert_eq!(value(declared, &Options::default()), text("small"));
    assert_eq!(value(declared, &with(&[("A", "large")])), text("large"));
    assert_eq!(value("{Type: String}", &Options::default()), Written::Unknown);
    assert_eq!(value("{Type: String, Default: true}", &Options::default()), text("true"));
}

#[test]
fn lists_and_numbers_have_their_form() {
    assert_eq!(value("{Type: CommaDelimitedList, Default: 'a, b'}", &Options::default()), texts(&["a", "b"]));
    assert_eq!(
        value("{Type: 'List<AWS::EC2::Subnet::Id>', Default: 'a,b'}", &Options::default()),
        texts(&["a", "b"])
    );
    assert_eq!(value("{Type: Number, Default: 7}", &Options::default()), Written::Number(7.into()));
    assert_eq!(value("{Type: Number}", &with(&[("A", "012345678901")])), text("012345678901"));
    assert_eq!(
        value("{Type: List<Number>, Default: '80,443'}", &Options::default()),
        Written::List(vec![Written::Number(80.into()), Written::Number(443.into())])
    );
}

#[test]
fn a_secret_parameter_is_unknown_whatever_it_is_given() {
    let declared = "{Type: String, NoEcho: true, Default: s3cret}";
    assert_eq!(value(declared, &Options::default()), Written::Unknown);
    assert_eq!(value(declared, &with(&[("A", "hunter2")])), Written::Unknown);
    assert_eq!(
        value("{Type: String, NoEcho: 'true', Default: s3cret}", &Options::default()),
        Written::Unknown
    );
}

#[test]
fn a_name_of_the_parameter_store_is_not_its_value() {
    let declared = "{Type: 'AWS::SSM::Parameter::Value<String>', Default: /clinic/ami}";
    assert_eq!(value(declared, &Options::default()), Written::Unknown);
    assert_eq!(value("{Type: 'AWS::SSM::Parameter::Name', Default: /a}", &Options::default()), text("/a"));
}

#[test]
fn a_parameter_that_is_not_there_is_refused_with_the_one_that_is_meant() {
    let template = "Parameters:\n  Environment: {Type: String}\nResources:\n  B: {Type: 'AWS::S3::Bucket'}\n";
    let refused = parse(Path::new("t.yaml"), template.as_bytes(), &with(&[("Enviroment", "x")]));
    let said = refused.expect_err("a wrong name").to_string();
    assert!(said.contains("--parameter Enviroment: the template has no such parameter"), "{said}");
    assert!(said.contains("did you mean `Environment`?") && said.contains("t.yaml:1"), "{said}");
}

#[test]
fn a_value_that_is_not_allowed_is_refused_and_not_shown() {
    let template = "Parameters:\n  A: {Type: String, AllowedValues: [prod, dev]}\nResources:\n  B: {Type: 'AWS::S3::Bucket'}\n";
    let refused = parse(Path::new("t.yaml"), template.as_bytes(), &with(&[("A", "hunter2")]));
    let said = refused.expect_err("a wrong value").to_string();
    assert!(said.contains("none of its AllowedValues") && said.contains("`prod`, `dev`"), "{said}");
    assert!(!said.contains("hunter2"));
}
