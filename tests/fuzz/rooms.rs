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
/// Of the room that reads, the readers of files alone: the SDK stays out.
pub mod source {
    #[path = "../../../src/source/cloudformation/mod.rs"]
    pub mod cloudformation;
    #[path = "../../../src/source/declared/mod.rs"]
    pub mod declared;
}
#[path = "../../src/vendor/mod.rs"]
pub mod vendor;
#[path = "../../src/waiver/mod.rs"]
pub mod waiver;
