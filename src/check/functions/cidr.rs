//! How much of the internet an address range lets in.

use std::net::IpAddr;

/// Whether a range is so broad that it is as good as everybody: broader than `/8` (IPv4) or `/32` (IPv6), the line S3 draws:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>.
/// `0.0.0.0/0` and `::/0` are its ends, and so are the halves that some write to avoid those. An address without a length
/// is one host.
///
/// # Errors
/// When the text is neither an address nor a range.
pub(crate) fn is_broad(text: &str) -> Result<bool, String> {
    let malformed = || format!("`{text}` is not an IP address range");
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length.parse::<u8>().map_err(|_| malformed())?)),
        None => (text, None),
    };
    match (address.parse::<IpAddr>().map_err(|_| malformed())?, length) {
        (_, None) => Ok(false),
        (IpAddr::V4(_), Some(length)) if length <= 32 => Ok(length < 8),
        (IpAddr::V6(_), Some(length)) if length <= 128 => Ok(length < 32),
        _ => Err(malformed()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_broad;

    #[test]
    fn the_whole_internet_and_its_halves_are_open() {
        for open in ["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "2600::/16"] {
            assert_eq!(is_broad(open), Ok(true), "{open}");
        }
        for narrow in ["10.0.0.0/8", "203.0.113.7", "203.0.113.0/24", "2001:db8::/32", "2001:db8::1"] {
            assert_eq!(is_broad(narrow), Ok(false), "{narrow}");
        }
    }

    #[test]
    fn a_text_that_is_no_range_is_an_error() {
        for wrong in ["", "everywhere", "10.0.0.0/33", "10.0.0.0/x", "::/129"] {
            assert!(is_broad(wrong).is_err(), "{wrong}");
        }
    }
}
