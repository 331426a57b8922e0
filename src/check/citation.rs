//! The provisions of 45 CFR part 164 that checks cite, from `citations.toml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

const CITATIONS: &str = include_str!("citations.toml");

/// One provision: a standard, an implementation specification, a rule or a definition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// `164.312(a)(2)(iv)`.
    pub id: String,
    /// The regulation's own heading, or a short name where it has none.
    pub title: String,
    /// `164.312`.
    pub section: String,
    /// The part of the rules it belongs to.
    pub safeguard: Safeguard,
    /// `standard`, `specification`, `rule`, `definition` or `heading`.
    pub kind: String,
    /// Whether it must be implemented as written, per 164.306(d) as in force.
    pub requirement: Requirement,
    /// The id of the standard it specifies.
    pub parent: Option<String>,
    /// What it asks for, in our words.
    pub summary: String,
    /// What only people can show: what to attach.
    pub attest: Option<String>,
    /// What the BAA register answers.
    pub register: Option<String>,
    /// Why neither a check nor people nor the register have to answer it, or only some have to.
    pub out_of_scope: Option<String>,
    /// Controls of NIST SP 800-53 revision 5, per NIST SP 800-66 revision 2.
    #[serde(default)]
    pub nist_800_53r5: Vec<String>,
    /// Subcategories of NIST's Cybersecurity Framework 1.1, per NIST SP 800-66 revision 2.
    #[serde(default)]
    pub nist_csf_1_1: Vec<String>,
    /// SOC 2 criteria that overlap: an aid to readers, AICPA publishes no mapping.
    #[serde(default)]
    pub soc2: Vec<String>,
}

/// Whether a provision must be implemented as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Requirement {
    /// A standard: always.
    Standard,
    /// A required specification: always.
    Required,
    /// Implement it, or an equivalent, or write down why it is not reasonable.
    Addressable,
}

impl Requirement {
    /// The word in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Required => "required",
            Self::Addressable => "addressable",
        }
    }
}

/// The part of the rules a provision belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Safeguard {
    /// 164.306.
    General,
    /// 164.308.
    Administrative,
    /// 164.310.
    Physical,
    /// 164.312.
    Technical,
    /// 164.314.
    Organizational,
    /// 164.316.
    Documentation,
    /// 164.400 to 164.414.
    BreachNotification,
    /// 164.502(e) and 164.504(e): business associates in the Privacy Rule.
    PrivacyBa,
}

/// The sections whose standards and specifications every report accounts for, each with its heading.
pub const SECTIONS: [(&str, &str); 8] = [
    ("164.308", "Administrative safeguards"),
    ("164.310", "Physical safeguards"),
    ("164.312", "Technical safeguards"),
    ("164.314", "Organizational requirements"),
    ("164.316", "Policies, procedures and documentation"),
    ("164.410", "Breach notification by a business associate"),
    ("164.502", "Disclosures to business associates"),
    ("164.504", "Business associate contracts"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: u8,
    #[serde(rename = "source_url")]
    _source_url: String,
    #[serde(rename = "crosswalk_url")]
    _crosswalk_url: String,
    #[serde(rename = "compiled")]
    _compiled: toml::value::Datetime,
    citation: Vec<Citation>,
}

/// Every provision, in the order of the regulation; parsed at the first call.
pub fn all() -> &'static [Citation] {
    static ALL: OnceLock<Vec<Citation>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str::<File>(CITATIONS).expect("a test parses the citations").citation)
}

/// The provision of an id.
pub fn citation(id: &str) -> Option<&'static Citation> {
    all().iter().find(|c| c.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_parents_exist() {
        let ids: BTreeSet<&str> = all().iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids.len(), all().len());
        for citation in all() {
            assert!(citation.id.starts_with(&citation.section), "{}", citation.id);
            assert!(citation.parent.as_deref().is_none_or(|p| ids.contains(p)), "{}", citation.id);
        }
    }

    #[test]
    fn every_provision_of_the_security_rule_is_answered() {
        let among = |c: &Citation, sections: &[(&str, &str)]| sections.iter().any(|(id, _)| c.section == *id);
        let of_section = |c: &&Citation| among(c, &SECTIONS);
        let answered = |c: &&Citation| c.attest.is_some() || c.register.is_some() || c.out_of_scope.is_some();
        let open: Vec<&str> =
            all().iter().filter(of_section).filter(|c| !answered(c)).map(|c| c.id.as_str()).collect();
        assert_eq!(open, Vec::<&str>::new());
        // 31 + 12 + 12 + 12 + 5 by section, the heading of 164.314(b)(2) among them; then 3 + 3 + 18.
        let rule = all().iter().filter(|c| among(c, &SECTIONS[..5])).count();
        let contracts = all().iter().filter(|c| among(c, &SECTIONS[5..])).count();
        assert_eq!((rule, contracts), (72, 24));
    }

    #[test]
    fn encryption_is_addressable_and_unique_user_identification_is_required() {
        let requirement = |id| citation(id).map(|c| c.requirement);
        assert_eq!(requirement("164.312(a)(2)(iv)"), Some(Requirement::Addressable));
        assert_eq!(requirement("164.312(a)(2)(i)"), Some(Requirement::Required));
        assert_eq!(requirement("164.312(b)"), Some(Requirement::Standard));
        assert_eq!(citation("164.312(z)"), None);
    }

    #[test]
    fn addressable_specifications_are_the_22_of_the_rule_in_force() {
        // Appendix A to subpart C of part 164 marks 22 specifications with (A).
        let addressable = all().iter().filter(|c| c.requirement == Requirement::Addressable).count();
        assert_eq!((all().len(), addressable), (112, 22));
    }
}
