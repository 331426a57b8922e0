//! Who answers for which safeguard of the Security Rule over a row of the map.

use super::Service;
use crate::check::citations;

/// Facility access and device controls that AWS answers for in its data centres; workstations and endpoints stay with
/// the customer. Source: 45 CFR 164.310 and AWS's shared responsibility model,
/// <https://aws.amazon.com/compliance/shared-responsibility-model/>.
pub const INHERITED: [&str; 7] = [
    "164.310(a)(1)",
    "164.310(a)(2)(i)",
    "164.310(a)(2)(ii)",
    "164.310(a)(2)(iii)",
    "164.310(a)(2)(iv)",
    "164.310(d)(1)",
    "164.310(d)(2)(i)",
];

/// Safeguards for which AWS gives the mechanism and the customer's configuration decides: technical safeguards, and of
/// contingency planning the backup. Source: 45 CFR 164.312 and the shared controls of the same model.
pub const SHARED: [&str; 2] = ["164.312", "164.308(a)(7)(ii)(A)"];

/// Sections of the Security Rule that hold safeguards and duties.
const SECTIONS: [&str; 5] = ["164.308", "164.310", "164.312", "164.314", "164.316"];

/// Citations of standards and specifications by who answers for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Responsibility {
    /// AWS, under an agreement in force.
    pub inherited: Vec<String>,
    /// AWS for the mechanism, the customer for its configuration.
    pub shared: Vec<String>,
    /// The customer alone.
    pub own: Vec<String>,
}

/// Who answers for what over a row. What no agreement in force covers is inherited by nobody, and all of it is the customer's.
pub fn responsibility(service: &Service) -> Responsibility {
    let mut who = Responsibility::default();
    let inherits = !service.inherited.is_empty();
    for citation in citations().iter().filter(|c| SECTIONS.contains(&c.section.as_str())) {
        let is_shared = SHARED.iter().any(|start| citation.id.starts_with(start));
        let of = match (inherits, service.inherited.contains(&citation.id), is_shared) {
            (true, true, _) => &mut who.inherited,
            (true, false, true) => &mut who.shared,
            _ => &mut who.own,
        };
        of.push(citation.id.clone());
    }
    who
}
