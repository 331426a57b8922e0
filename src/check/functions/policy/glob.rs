//! Patterns with `*` and `?`, as IAM reads them:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards>.

/// Whether a pattern with `*` and `?` matches the whole text. The text may be a pattern too: its `*` falls under a `*` only,
/// so that the answer is yes only when the first pattern is as broad as the second.
pub(super) fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(b) if *b == text[t] || (*b == b'?' && text[t] != b'*') => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|b| *b == b'*')
}

/// Whether some text matches both patterns.
pub(super) fn meet(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    // From the ends: whether what is left of one, from a place on, meets what is left of the other.
    let mut next = vec![false; right.len() + 1];
    for l in (0..=left.len()).rev() {
        let mut row = vec![false; right.len() + 1];
        for r in (0..=right.len()).rev() {
            row[r] = match (left.get(l), right.get(r)) {
                (None, None) => true,
                (Some(b'*'), other) => next[r] || (other.is_some() && row[r + 1]),
                (one, Some(b'*')) => row[r + 1] || (one.is_some() && next[r]),
                (Some(a), Some(b)) => (a == b || *a == b'?' || *b == b'?') && next[r + 1],
                _ => false,
            };
        }
        next = row;
    }
    next[0]
}

/// Whether a pattern matches everything that begins with `arn/`.
pub(super) fn covers_all_below(pattern: &str, arn: &str) -> bool {
    let Some(head) = pattern.strip_suffix('*') else {
        return false;
    };
    let below = format!("{arn}/");
    (0..=below.len()).filter(|end| below.is_char_boundary(*end)).any(|end| glob(head, &below[..end]))
}

#[cfg(test)]
mod tests {
    use super::{glob, meet};

    #[test]
    fn a_glob_matches_as_iam_does() {
        for (pattern, text) in [("*", ""), ("a*c", "abbc"), ("a?c", "abc"), ("*b*", "abc"), ("a**", "a")] {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("a?c", "ac"), ("a*c", "abcd"), ("abc", "ab")] {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_glob_covers_a_pattern_that_is_no_broader() {
        for (broad, narrow) in [("*", "a*"), ("a*", "a*"), ("a*", "ab*"), ("a*", "a?c"), ("*:*", "s3:get*")] {
            assert!(glob(broad, narrow), "{broad} {narrow}");
        }
        for (narrow, broad) in [("a?", "a*"), ("ab*", "a*"), ("a*c", "a*"), ("abc", "a?c")] {
            assert!(!glob(narrow, broad), "{narrow} {broad}");
        }
    }

    #[test]
    fn patterns_meet_when_a_text_matches_both() {
        for (left, right) in [
            ("*", ""),
            ("*", "*"),
            ("s3:*object", "s3:get*"),
            ("s3:*object", "s3:put*"),
            ("s3:get?bject", "s3:*"),
            ("a*b*c", "*bc"),
            ("a**", "?*a"),
            ("", ""),
        ] {
            assert!(meet(left, right) && meet(right, left), "{left} {right}");
        }
        for (left, right) in [
            ("", "a"),
            ("", "?*"),
            ("s3:put*acl", "s3:get*"),
            ("s3:*object", "s3:get*acl"),
            ("ec2:*", "s3:get*"),
            ("a?", "a"),
        ] {
            assert!(!meet(left, right) && !meet(right, left), "{left} {right}");
        }
    }
}
