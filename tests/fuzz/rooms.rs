//! The rooms of the house that read files people write, without the SDK that takes minutes to build. Another reader joins
//! with its room here and its function in `../hostile/readers.rs`.

#[path = "../../src/diagnostic/mod.rs"]
pub mod diagnostic;
#[path = "../hostile/readers.rs"]
pub mod readers;
#[path = "../../src/register/mod.rs"]
pub mod register;
#[path = "../../src/resource/mod.rs"]
pub mod resource;
#[path = "../../src/service/mod.rs"]
pub mod service;
pub mod source;
#[path = "../../src/vendor/mod.rs"]
pub mod vendor;
#[path = "../../src/waiver/mod.rs"]
pub mod waiver;
