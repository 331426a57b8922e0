//! What an expression stands for: enough of a type to follow paths through it.

use crate::check::value::envelope;
use crate::service::{Kind, Shape};

/// Whose members a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Root {
    /// The resource that is judged.
    Resource,
    /// An element of a related list.
    Related(String),
}

/// What an expression stands for.
#[derive(Debug, Clone)]
pub(super) enum Place<'k> {
    /// A whole resource.
    Whole(Root, &'k Kind),
    /// `related`, before a list is named.
    RelatedLists,
    /// One related list.
    RelatedList(String, &'k Kind),
    /// A member at a dotted path of a resource.
    At(Root, String, &'k Shape),
    /// A list made by the condition itself, of such elements.
    Fresh(Box<Place<'k>>),
    /// The literal `null`.
    Null,
    /// Anything computed: a truth, a number, a text.
    Computed,
    /// What was refused already, so that nothing more is said of it.
    Refused,
}

impl<'k> Place<'k> {
    /// What a macro's variable stands for; the reason, when the place is no list.
    pub(super) fn element(&self) -> Result<Self, String> {
        match self {
            Self::RelatedList(name, kind) => Ok(Self::Whole(Root::Related(name.clone()), kind)),
            Self::Fresh(element) => Ok((**element).clone()),
            Self::At(root, path, Shape::List(element)) => Ok(Self::At(root.clone(), path.clone(), element)),
            Self::At(_, path, shape) => Err(format!("`{path}` is {}, not a list", noun(shape))),
            Self::Computed => Err("a computed value is not a list".to_owned()),
            Self::Refused => Ok(Self::Refused),
            Self::Whole(..) => Err("a resource is not a list".to_owned()),
            Self::RelatedLists => Err("`related` is not a list".to_owned()),
            Self::Null => Err("null is not a list".to_owned()),
        }
    }

    /// The shape of a member of a whole resource.
    pub(super) fn top(kind: &'k Kind, name: &str) -> Option<&'k Shape> {
        envelope(name).or_else(|| kind.properties.get(name))
    }

    /// Whether it has members, or is a list of what has: neither may be compared, for a member may be unread.
    pub(super) fn has_members(&self) -> bool {
        fn shape_has(shape: &Shape) -> bool {
            match shape {
                Shape::Object(_) | Shape::Json => true,
                Shape::List(element) => shape_has(element),
                _ => false,
            }
        }
        match self {
            Self::Whole(..) | Self::RelatedLists | Self::RelatedList(..) => true,
            Self::At(_, _, shape) => shape_has(shape),
            Self::Fresh(element) => element.has_members(),
            Self::Null | Self::Computed | Self::Refused => false,
        }
    }

    /// How a message calls it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Whole(Root::Resource, _) => "`resource`".to_owned(),
            Self::Whole(Root::Related(name), _) => format!("an element of `related.{name}`"),
            Self::RelatedLists => "`related`".to_owned(),
            Self::RelatedList(name, _) => format!("`related.{name}`"),
            Self::At(_, path, shape) => format!("`{path}` ({})", noun(shape)),
            Self::Fresh(_) => "a list".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Computed | Self::Refused => "a computed value".to_owned(),
        }
    }
}

/// A shape in words.
pub(super) fn noun(shape: &Shape) -> &'static str {
    match shape {
        Shape::Bool => "true or false",
        Shape::Int => "a whole number",
        Shape::String => "a text",
        Shape::Time => "a point in time",
        Shape::Json => "a document",
        Shape::List(_) => "a list",
        Shape::Object(_) => "an object",
    }
}
