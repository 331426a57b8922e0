//! baascan reads the configuration of AWS accounts, judges it against HIPAA's safeguards and maps every service in use to
//! the business associate agreement that covers it.
//!
//! The house, a sentence a room, in the direction data flows:
//!
//! * [`resource`]: what AWS told us, and what it would not tell us
//! * [`diagnostic`]: a problem in a file people write, drawn with its line
//! * [`service`]: which APIs, kinds and shapes there are
//! * [`eligibility`]: which AWS services AWS covers under its agreement
//! * [`register`]: the agreements people keep
//! * [`vendor`]: how a vendor shows itself in an account, and whether it signs
//! * [`waiver`]: the failures people accept, and until when
//! * [`source`]: where resources come from: live AWS, recorded facts
//! * [`check`]: a check as written, loaded, and judged
//! * [`map`]: each service in use, and the agreement it inherits or lacks
//! * [`record`]: everything one run saw and decided; the exit codes
//! * [`gate`]: may PHI be turned on: phases, prerequisites, baseline
//! * [`report`]: one file a format
//! * [`run`]: one run from start to end
//! * [`cli`]: what the command line may say

pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod eligibility;
pub mod gate;
pub mod map;
pub mod record;
pub mod register;
pub mod report;
pub mod resource;
pub mod run;
pub mod service;
pub mod source;
pub mod vendor;
pub mod waiver;
