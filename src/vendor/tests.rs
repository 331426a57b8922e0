use super::files::EMBEDDED;
use super::{Evidence, KINDS, Posture, Signal, Vendors};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// A file with nothing in it that may be left out.
const SPARE: &str = "\
id = \"acme-logs\"
name = \"Acme Logs\"
category = \"observability\"
accounts = [\"999900001111\"]
baa = \"standard\"
baa_evidence = \"primary\"
baa_note = \"Signs on every paid plan.\"
sources = [\"https://acme.example/baa\"]
retrieved = 2026-11-22
as_of = \"2026-06\"
";

/// Loads folders that hold these files; what is wrong with them comes without the path of the temporary folder.
fn load(folders: &[&[(&str, &str)]]) -> Result<Vendors, String> {
    let root = tempfile::tempdir().expect("a folder");
    let dirs: Vec<PathBuf> = (0..folders.len()).map(|n| root.path().join(n.to_string())).collect();
    for (dir, files) in dirs.iter().zip(folders) {
        fs::create_dir(dir).expect("a folder");
        for (name, text) in *files {
            fs::write(dir.join(name), text).expect("a file");
        }
    }
    let path = format!("{}/", root.path().display());
    Vendors::load(&dirs).map_err(|problems| problems.to_string().replace(&path, ""))
}

fn refusal(folders: &[&[(&str, &str)]]) -> String {
    load(folders).expect_err("something is wrong with them")
}

#[test]
fn every_vendor_that_comes_with_the_program_is_read() {
    let vendors = match Vendors::load(&[]) {
        Ok(vendors) => vendors,
        Err(problems) => panic!("{problems}"),
    };
    assert_eq!(vendors.all().len(), 135);
    assert_eq!(EMBEDDED.files().count(), 135);
    assert_eq!(&vendors, Vendors::builtin());
}

#[test]
fn each_vendor_has_a_source_or_says_that_its_posture_is_unknown() {
    for vendor in Vendors::builtin().all() {
        assert!(vendor.baa == Posture::Unknown || !vendor.sources.is_empty(), "{}", vendor.id);
        let is_unknown = vendor.baa == Posture::Unknown;
        assert_eq!(is_unknown, vendor.baa_evidence == Evidence::None, "{}", vendor.id);
        assert!(vendor.baa_note.ends_with('.'), "{}", vendor.id);
    }
}

/// What the product never says of anybody.
#[test]
fn no_vendor_is_called_compliant() {
    for vendor in Vendors::builtin().all() {
        let texts = [&vendor.baa_note].into_iter().chain(&vendor.carve_outs).chain(&vendor.requires);
        for text in texts {
            assert!(!text.to_lowercase().contains("compliant"), "{}: {text}", vendor.id);
        }
    }
}

#[test]
fn no_account_is_two_vendors() {
    let mut seen = BTreeSet::new();
    for vendor in Vendors::builtin().all() {
        let accounts: BTreeSet<&String> =
            vendor.accounts.iter().chain(&vendor.lambda_layer_accounts).collect();
        for account in accounts {
            assert!(seen.insert(account), "{account} of {}", vendor.id);
        }
    }
}

#[test]
fn a_vendor_is_found_by_id_and_by_name_whatever_case_and_punctuation() {
    let vendors = Vendors::builtin();
    let found = |text: &str| vendors.find(text).map(|vendor| vendor.id.as_str());
    for text in ["newrelic", "New Relic", "new-relic", "NEW RELIC"] {
        assert_eq!(found(text), Some("newrelic"), "{text}");
    }
    assert_eq!(found("mongodb-atlas"), Some("mongodb-atlas"));
    assert_eq!(found("Better Stack (Logtail)"), Some("betterstack"));
    assert_eq!(found("Better Stack"), Some("betterstack"));
    assert_eq!(found("Twilio"), Some("twilio"));
    assert_eq!(found("Twilio SendGrid"), Some("sendgrid"));
    assert_eq!([found(""), found("--"), found("Nobody Inc.")], [None; 3]);
    assert_eq!(vendors.get("New Relic"), None, "an id is asked for as it is written");
    for vendor in vendors.all() {
        assert_eq!(found(&vendor.id), Some(vendor.id.as_str()));
        assert_eq!(found(&vendor.name), Some(vendor.id.as_str()));
    }
}

#[test]
fn a_carve_out_names_a_surface_by_a_run_of_whole_words() {
    let text = SPARE.replace(
        "sources",
        "carve_outs = [\"Session-replay recordings\", \"Bits AI\", \"early access\"]\nsources",
    );
    let vendors = load(&[&[("acme-logs.toml", &text)]]).expect("a vendor");
    let vendor = vendors.get("acme-logs").expect("it was added");
    assert_eq!(vendor.carves_out("session replay"), Some("Session-replay recordings"));
    assert_eq!(vendor.carves_out("the BITS AI assistant"), Some("Bits AI"));
    assert_eq!(vendor.carves_out("Bits"), Some("Bits AI"));
    for other in ["replay session", "session", "rabbits ai", "AI bits", "earl", "", "--", "logs"] {
        let expected = (other == "session").then_some("Session-replay recordings");
        assert_eq!(vendor.carves_out(other), expected, "{other}");
    }
}

#[test]
fn surfaces_that_a_signed_agreement_leaves_out_are_known() {
    for (id, surface) in [
        ("datadog", "generative ai"),
        ("atlassian", "Rovo"),
        ("atlassian", "trello"),
        ("zoom", "AI Companion"),
        ("notion", "Notion AI"),
        ("posthog", "PostHog AI"),
        ("github", "Copilot"),
        ("anthropic", "web search"),
        ("openai", "third-party plugins"),
        ("twilio", "SendGrid"),
    ] {
        let vendor = Vendors::builtin().get(id).expect("a vendor");
        assert!(vendor.carves_out(surface).is_some(), "{id}: {surface}");
    }
    for (id, surface) in
        [("datadog", "LLM Observability"), ("slack", "messages"), ("stripe", "payments"), ("zoom", "Phone")]
    {
        let vendor = Vendors::builtin().get(id).expect("a vendor");
        assert_eq!(vendor.carves_out(surface), None, "{id}: {surface}");
    }
}

#[test]
fn a_vendor_of_a_folder_is_added_or_replaces_the_one_of_its_id() {
    let datadog = SPARE.replace("acme-logs", "datadog").replace("Acme Logs", "Datadog");
    let first: &[(&str, &str)] =
        &[("acme-logs.toml", SPARE), ("datadog.toml", &datadog), ("README.md", "not a vendor")];
    let vendors = load(&[first]).expect("two vendors");
    assert_eq!(vendors.all().len(), 136);
    assert_eq!(vendors.get("datadog").map(|v| v.baa), Some(Posture::Standard));
    assert_eq!(vendors.find("acme logs").map(|v| v.as_of.as_str()), Some("2026-06"));

    let later = SPARE.replace("\"standard\"", "\"no\"");
    let vendors = load(&[first, &[("acme-logs.toml", &later)]]).expect("the later folder has the word");
    assert_eq!(vendors.get("acme-logs").map(|v| v.baa), Some(Posture::No));
}

#[test]
fn a_file_says_all_that_is_wrong_with_it_at_once() {
    let text = "\
id = \"Acme_Logs\"
name = \"\"
accounts = [\"1111-2222-3333\", \"127311923021\", 5]
hostnames = [\"https://acme.example\"]
partner_event_sources = [\"acme.example\"]
privatelink_services = [\"vpce-svc-1\"]
weak_signals = [\"imagee\"]
hostname = [\"acme.example\"]
baa = \"standart\"
baa_evidence = \"none\"
carve_outs = [\"\"]
sources = [\"acme.example/baa\"]
retrieved = \"2026-11-22\"
as_of = \"2026-13\"
";
    insta::assert_snapshot!(refusal(&[&[("acme-logs.toml", text)]]));
}

#[test]
fn a_word_about_signing_needs_somebody_who_says_it() {
    let without = SPARE.replace("sources = [\"https://acme.example/baa\"]\n", "");
    assert!(refusal(&[&[("acme-logs.toml", &without)]]).contains("`sources` names nobody"));
    let nobody = SPARE.replace("\"primary\"", "\"none\"");
    assert!(refusal(&[&[("acme-logs.toml", &nobody)]]).contains("`baa_evidence` is none"));
    let unknown = without.replace("\"standard\"", "\"unknown\"").replace("\"primary\"", "\"none\"");
    assert!(load(&[&[("acme-logs.toml", &unknown)]]).is_ok());
}

#[test]
fn a_folder_holds_each_vendor_once_under_its_own_name_and_holds_at_least_one() {
    let problems = refusal(&[&[("acme-logs.toml", SPARE), ("acme.toml", SPARE)], &[("notes.txt", "")]]);
    assert!(problems.contains("the id is `acme-logs`, but the file is acme.toml"), "{problems}");
    assert!(problems.contains("the id `acme-logs` is taken by "), "{problems}");
    assert!(problems.contains("no vendors in "), "{problems}");
    let missing = Vendors::load(&[PathBuf::from("no-such-folder")]).expect_err("it is not there");
    assert!(missing.to_string().contains("cannot read no-such-folder"), "{missing}");
}

#[test]
fn a_name_that_means_another_vendor_is_refused() {
    let text = SPARE.replace("Acme Logs", "data-dog");
    assert!(refusal(&[&[("acme-logs.toml", &text)]]).contains("`data-dog` means the vendor `datadog` too"));
}

#[test]
fn each_signal_has_vendors_that_it_can_show() {
    let vendors = Vendors::builtin().all();
    for (word, signal) in Signal::WORDS {
        let shows = |vendor: &super::Vendor| match signal {
            Signal::TrustPolicy | Signal::ResourcePolicy => !vendor.accounts.is_empty(),
            Signal::LambdaLayer => !vendor.lambda_layer_accounts.is_empty(),
            Signal::OidcProvider => !vendor.oidc_hosts.is_empty(),
            Signal::PartnerEventSource => !vendor.partner_event_sources.is_empty(),
            Signal::Privatelink => !vendor.privatelink_services.is_empty(),
            Signal::Image => !vendor.image_prefixes.is_empty(),
        };
        assert!(vendors.iter().any(|v| shows(v) && !v.weak_signals.contains(signal)), "{word}");
    }
    assert!(KINDS.is_sorted());
}
