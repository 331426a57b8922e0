//! What a plain scalar of YAML is.
//!
//! CloudFormation reads YAML 1.1 without its dates
//! (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>, 2026-11-24): `yes` and `on` are
//! true, `2012-10-17` is a text. Forms of 1.1 in which people write ids and times rather than numbers stay texts too:
//! leading zeros (octal in 1.1), `22:30` (sexagesimal), `1_000`, `0x1F`. A number of another kind can be told from neither.

use super::node::Kind;
use serde_json::Number;

/// The value of a scalar without quotes.
pub(super) fn plain(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Kind::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Kind::Bool(false),
        _ => number(text).map_or_else(|| Kind::Text(text.to_owned()), Kind::Number),
    }
}

/// A decimal number, whole or with a fraction, without leading zeros, that is kept whole.
fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    let Some(fraction) = fraction else {
        let signed = text.strip_prefix('+').unwrap_or(text);
        return signed
            .parse::<i64>()
            .map(Number::from)
            .or_else(|_| signed.parse::<u64>().map(Number::from))
            .ok();
    };
    let value = all_digits(fraction).then(|| text.parse::<f64>().ok())??;
    Number::from_f64(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_times_and_account_ids_stay_texts() {
        for text in [
            "2012-10-17",
            "012345678901",
            "012345670123",
            "22:30",
            "1_000",
            "0x1F",
            "1e3",
            "99999999999999999999",
        ] {
            assert_eq!(plain(text), Kind::Text(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn words_of_yaml_1_1_are_truth_values() {
        for (text, truth) in [("yes", true), ("On", true), ("TRUE", true), ("no", false), ("off", false)] {
            assert_eq!(plain(text), Kind::Bool(truth), "{text}");
        }
        assert_eq!(plain("y"), Kind::Text("y".to_owned()));
    }

    #[test]
    fn numbers_are_whole_or_have_a_fraction() {
        assert_eq!(plain("7"), Kind::Number(7.into()));
        assert_eq!(plain("-1"), Kind::Number((-1).into()));
        assert_eq!(plain("0"), Kind::Number(0.into()));
        assert_eq!(plain("0.5"), Kind::Number(Number::from_f64(0.5).expect("finite")));
        assert_eq!(plain("10.0.0.0"), Kind::Text("10.0.0.0".to_owned()));
    }
}
