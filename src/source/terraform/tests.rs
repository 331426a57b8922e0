//! Plans of every form, from text to declaration.
