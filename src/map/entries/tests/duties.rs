//! Insurance, signatures, Part 2 and regions.

use super::*;

const CYBER: &str =
    "[[insurance]]\nkind = \"cyber\"\nbound = true\neffective = 2026-01-01\nexpires = 2026-12-31\n";
const TECH: &str =
    "[[insurance]]\nkind = \"tech_eo\"\nbound = 2026-01-15\neffective = 2026-01-01\nexpires = 2026-12-31\n";

fn missing(signed: &str, policies: &str) -> Vec<String> {
    let customer = upstream("mercy", &format!("signed_on = {signed}"));
    texts(&House::of(&[customer, policies.to_owned()].concat()).agreement("mercy"), "InsuranceMissing")
}

#[test]
fn insurance_counts_on_the_day_of_the_signature_from_the_first_to_the_last() {
    let both = [CYBER, "covers_phi = true\n", TECH].concat();
    assert_eq!(missing("2026-01-15", &both), [""; 0]);
    assert_eq!(missing("2026-01-14", &both), ["tech_eo"]);
    assert_eq!(missing("2025-12-31", &both), ["cyber", "tech_eo"]);
    assert_eq!(missing("2026-12-31", &both), [""; 0]);
    assert_eq!(missing("2027-01-01", &both), ["cyber", "tech_eo"]);
    assert_eq!(missing("2026-06-01", &CYBER.replace("bound = true\n", "")), ["cyber", "tech_eo"]);
}

#[test]
fn a_cyber_policy_that_leaves_phi_out_insures_nothing_here() {
    let without = format!("{CYBER}covers_phi = false\n");
    assert_eq!(missing("2026-06-01", &[&without, TECH].concat()), ["cyber"]);
    let with = format!("{CYBER}covers_phi = true\n");
    assert_eq!(missing("2026-06-01", &[&with, TECH].concat()), [""; 0]);
}

#[test]
fn a_cyber_policy_of_which_nobody_said_whether_it_covers_phi_is_neither_there_nor_missing() {
    let told = |policies: &[&str]| {
        let house =
            House::of(&[&upstream("mercy", "signed_on = 2026-06-01"), &policies.concat()[..]].concat());
        let organization = house.subject("Register::Organization", "Clinic");
        let asked = [house.agreement("mercy"), organization];
        asked.map(|subject| unread(&subject, "InsuranceMissing"))
    };
    assert_eq!(told(&[CYBER, TECH]), [Some(Cause::NotReviewed); 2]);
    // What is missing stands, whatever else nobody said; and one policy that covers is enough.
    assert_eq!(told(&[CYBER]), [None; 2]);
    assert_eq!(told(&[CYBER, CYBER, "covers_phi = true\n", TECH]), [None; 2]);
}

#[test]
fn a_document_that_could_not_be_read_is_neither_there_nor_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    // A folder in the place of a file is there, and cannot be read as one.
    std::fs::create_dir(folder.path().join("paper")).expect("a folder");
    let letter = facility(
        "signing_path = \"managing_entity\"\nauthority_letter = \"received\"\nauthority_document = \"paper\"",
    );
    let attested =
        "[[attestation]]\nkind = \"training\"\nby = \"Kim\"\ndate = 2026-01-01\ndocument = \"paper\"\n";
    let text = [
        "[organization]\nname = \"Clinic\"\n",
        &upstream("mercy", "document = \"paper\""),
        &letter,
        attested,
    ];
    std::fs::write(folder.path().join("baa.toml"), text.concat()).expect("written");
    let register = Register::load(folder.path(), &Eligibility::builtin().slugs()).expect("valid");
    let house = House::made(register, &Memory::default());
    let facility = house.subject("Register::Facility", "north");
    assert_eq!(unread(&facility, "AuthorityDocumented"), Some(Cause::Failed));
    let attestation = house.subject("Register::Attestation", "training of 2026-01-01");
    for subject in [house.agreement("mercy"), facility, attestation] {
        assert_eq!(unread(&subject, "DocumentState"), Some(Cause::Failed));
        assert_eq!(unread(&subject, "DocumentHashMatches"), Some(Cause::Failed));
    }
}

fn facility(rest: &str) -> String {
    format!(
        "[[facility]]\nid = \"north\"\nlegal_name = \"North Clinic, PLLC\"\ndba = \"North Kids\"\n\
         agreements = [\"mercy\"]\n{rest}\n"
    )
}

/// What a signature lacks; `None` beside it: the register does not say enough.
fn lacks(signer: &str, rest: &str) -> (Vec<String>, bool) {
    let customer = upstream("mercy", &format!("signed_by = \"{signer}\""));
    let subject = House::of(&[customer, facility(rest)].concat()).agreement("mercy");
    (texts(&subject, "SignerLacks"), unread(&subject, "SignerKnown").is_none())
}

#[test]
fn each_way_to_a_signature_asks_for_its_own_proof() {
    let signs = |rest: &str| lacks("Ann Lee", &format!("can_sign = \"Ann Lee, CEO\"\n{rest}"));
    let letter = |word: &str| format!("authority_letter = \"{word}\"");
    let good = (Vec::new(), true);
    let of = |path: &str, letter: &str| signs(&format!("signing_path = \"{path}\"\n{letter}"));
    for path in ["facility", "owners"] {
        assert_eq!(of(path, ""), good, "{path}");
        assert_eq!(of(path, &letter("not needed")), good, "{path}");
        assert_eq!(of(path, &letter("requested")).0.len(), 1, "{path}");
    }
    for path in ["managing_entity", "new_entity"] {
        assert_eq!(of(path, ""), (Vec::new(), false), "{path}");
        assert_eq!(of(path, &letter("received 2026-01-01")), good, "{path}");
        assert_eq!(of(path, &letter("missing")).0.len(), 1, "{path}");
        assert_eq!(of(path, &letter("not needed")).0.len(), 1, "{path}");
        let named = format!("{}\nauthority_document = \"letter.pdf\"", letter("received"));
        assert_eq!(of(path, &named).0, ["the letter of authority for north is not in the register's folder"]);
    }
    assert_eq!(signs(""), (Vec::new(), false));
}

#[test]
fn owners_sign_on_their_own_path_only() {
    let owner = "owners = [\"Ann Lee, MD (60 %)\"]\ncan_sign = \"Bo Day\"";
    assert_eq!(lacks("Ann Lee", &format!("{owner}\nsigning_path = \"owners\"")), (Vec::new(), true));
    assert_eq!(lacks("Ann Lee", &format!("{owner}\nsigning_path = \"facility\"")).0.len(), 1);
}

#[test]
fn a_name_within_a_longer_one_is_somebody_else() {
    let path = "can_sign = \"Joann Leeds\"\nsigning_path = \"facility\"";
    assert_eq!(lacks("Ann Lee", path).0, ["Ann Lee is not among those who can sign for north"]);
}

#[test]
fn where_nobody_wrote_who_can_sign_nothing_is_known() {
    assert_eq!(lacks("Ann Lee", "signing_path = \"facility\""), (Vec::new(), false));
}

#[test]
fn a_product_and_a_trade_name_cannot_sign() {
    let named = |name: &str, rest: &str| {
        let customer = upstream("mercy", &format!("signed_by = \"Ann Lee\"\n{rest}"));
        let customer = customer.replace("counterparty = \"Hospital\"", &format!("counterparty = \"{name}\""));
        let path = "can_sign = \"Ann Lee\"\nsigning_path = \"facility\"";
        let text = format!("product_names = [\"Harbor\"]\n{customer}{}", facility(path));
        texts(&House::of(&text).agreement("mercy"), "SignerLacks")
    };
    assert_eq!(named("North Clinic, PLLC", ""), [""; 0]);
    assert_eq!(named("North Kids", ""), ["North Kids is the trade name of North Clinic, PLLC"]);
    assert_eq!(named("Harbor", ""), ["Harbor is a product's name, which cannot sign"]);
    assert_eq!(named("North Clinic, PLLC", "our_entity = \"Harbor\"").len(), 1);
}

fn part_2(vendors: &str, aws_terms: &str) -> (Vec<String>, Option<Vec<String>>) {
    let customer = upstream("mercy", "part_2 = true\nqsoa = \"yes\"");
    let aws = aws(&format!("{EXECUTED}\n{aws_terms}"));
    let subject = House::of(&[customer, aws, vendors.to_owned()].concat()).agreement("mercy");
    let without = unread(&subject, "Part2Without").is_none().then(|| texts(&subject, "Part2Without"));
    (texts(&subject, "Part2Recipients"), without)
}

#[test]
fn recipients_of_part_2_records_need_terms_that_are_in_force() {
    let signed = "qsoa = \"yes\"";
    let row = "[[vendor]]\nid = \"datadog\"\nphi_allowed = true\n";
    let of = |rest: &str| part_2(&format!("{}{row}", vendor("datadog", rest)), signed);
    let both = vec!["datadog".to_owned(), "s3 in 111122223333".to_owned()];
    assert_eq!(of(signed), (both.clone(), Some(Vec::new())));
    assert_eq!(of(""), (both.clone(), Some(vec!["datadog".to_owned()])));
    assert_eq!(of(&format!("{signed}\nexpires = 2026-11-21")), (both, Some(vec!["datadog".to_owned()])));
    assert_eq!(part_2("", "").1, Some(vec!["aws".to_owned()]));
    assert_eq!(part_2("", &format!("{signed}\nexpires = 2026-11-21")).1, Some(vec!["aws".to_owned()]));
}

#[test]
fn a_vendor_of_which_nobody_said_whether_it_receives_them_leaves_it_open() {
    let signed = "qsoa = \"yes\"";
    assert_eq!(part_2("[[vendor]]\nid = \"datadog\"\n", signed).1, None);
    assert_eq!(part_2("[[vendor]]\nid = \"datadog\"\npart_2 = false\n", signed).1, Some(Vec::new()));
    assert_eq!(part_2("[[vendor]]\nid = \"datadog\"\n", "").1, Some(vec!["aws".to_owned()]));
}

fn outside(customer: &str, memory: &Memory) -> (Option<Vec<String>>, Option<Cause>) {
    let subject = House::over(&upstream("mercy", customer), memory).agreement("mercy");
    let why = unread(&subject, "RegionsOutside");
    (why.is_none().then(|| texts(&subject, "RegionsOutside")), why)
}

#[test]
fn services_in_use_outside_a_customers_regions_are_named() {
    let memory =
        || Memory::default().listed(vec![bucket("a"), resource("AWS::S3::Bucket", "b", "eu-west-1")]);
    let found = Some(vec!["s3 in 111122223333: eu-west-1".to_owned()]);
    assert_eq!(outside("regions = [\"us-east-1\"]", &memory()), (found.clone(), None));
    assert_eq!(outside("offshore = \"forbidden\"", &memory()), (found, None));
    assert_eq!(outside("regions = [\"us-east-1\", \"eu-west-1\"]", &memory()), (Some(Vec::new()), None));
    assert_eq!(outside("", &memory()), (Some(Vec::new()), None));
    let elsewhere = "regions = [\"us-east-1\"]\naccounts = [\"444455556666\"]";
    assert_eq!(outside(elsewhere, &memory()), (Some(Vec::new()), None));
}

#[test]
fn a_region_that_was_refused_is_neither_in_use_nor_clean() {
    let refused =
        |memory: Memory| memory.cell("eu-west-1", "ec2", "AWS::EC2::Volume", KindState::Denied, Vec::new());
    let memory = refused(Memory::default().listed(vec![bucket("a")]));
    assert_eq!(outside("regions = [\"us-east-1\"]", &memory), (None, Some(Cause::Denied)));
    assert_eq!(outside("regions = [\"us-east-1\", \"eu-west-1\"]", &memory), (Some(Vec::new()), None));
}
