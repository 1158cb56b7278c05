//! Whole numbers, read without rounding.

use std::borrow::Cow;

/// The largest number of zeros that an exponent may add, because a short text must not become a long one.
const MOST: i64 = 400;

/// Returns the digits of a whole number, which JSON may write with a fraction of zeros or with an exponent:
/// `1.50e1` is `15` (JSON Schema Validation 2020-12, section 6.1.1). `number` must have the form of RFC 8259.
/// Returns `None` if it is not whole, or if its exponent adds more than 400 zeros.
pub(crate) fn digits(number: &str) -> Option<Cow<'_, str>> {
    let (sign, unsigned) = match number.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", number),
    };
    if unsigned == "0" {
        return Some(Cow::Borrowed("0"));
    }
    if !unsigned.contains(['.', 'e', 'E']) {
        return Some(Cow::Borrowed(number));
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_matches('0');
    if significant.is_empty() {
        return Some(Cow::Borrowed("0"));
    }
    // The number of digits before the decimal point.
    let point = exponent.parse::<i64>().ok()?.checked_add(i64::try_from(whole.len()).ok()?)?;
    let leading = all.len() - all.trim_start_matches('0').len();
    let point = point.checked_sub(i64::try_from(leading).ok()?)?;
    let zeros = point.checked_sub(i64::try_from(significant.len()).ok()?)?;
    // A negative number of zeros means a fraction.
    let zeros = usize::try_from(zeros).ok().filter(|_| zeros <= MOST)?;
    Some(Cow::Owned(format!("{sign}{significant}{}", "0".repeat(zeros))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_zeros_and_exponents_become_integers() {
        for (number, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0e9", "0"),
            ("12", "12"),
            ("-12.00", "-12"),
            ("1.50e1", "15"),
            ("0.00125E+5", "125"),
            ("1200e-2", "12"),
            ("9007199254740993.0", "9007199254740993"),
            ("1.8446744073709551615e19", "18446744073709551615"),
        ] {
            assert_eq!(digits(number).as_deref(), Some(expected), "{number}");
        }
        for number in ["1.5", "15e-1", "1e401", "1e999999999999999999999", "1e9223372036854775807", "1e-9"] {
            assert_eq!(digits(number), None, "{number}");
        }
    }
}
