//! The functions behind the tests and intervals: normal, Student and binomial distributions. Not a general library.
//! Logarithms and exponentials come from `libm` and not from the platform, whose last digits differ between a browser
//! and a server. **Invariant:** every function is total: outside its domain it gives NaN, never a panic, and every loop
//! has a bound.

/// Steps after which a search by halving has used up all digits of an `f64`.
const HALVINGS: u32 = 200;

/// Steps of the continued fraction; it needs about the square root of its larger parameter.
const FRACTION_STEPS: u32 = 2_000;

/// The natural logarithm of the gamma function, for positive arguments.
#[must_use]
pub fn ln_gamma(value: f64) -> f64 {
    if value > 0.0 { libm::lgamma(value) } else { f64::NAN }
}

/// The normal distribution function.
#[must_use]
pub fn normal_below(value: f64) -> f64 {
    0.5 * libm::erfc(-value / core::f64::consts::SQRT_2)
}

/// The value below which the standard normal distribution has that share.
#[must_use]
pub fn normal_quantile(share: f64) -> f64 {
    if !(share > 0.0 && share < 1.0) {
        return f64::NAN;
    }
    if share > 0.5 {
        // The lower tail keeps its digits where the upper one has lost them.
        return -normal_quantile(1.0 - share);
    }
    root(-40.0, 0.0, |value| normal_below(value) < share)
}

/// The regularised incomplete beta function I_x(a, b): the share of the beta distribution below x.
#[must_use]
pub fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x)) {
        return f64::NAN;
    }
    if x == 0.0 || x == 1.0 {
        return x;
    }
    // The fraction converges quickly on this side of the mean only; the other side is its mirror image.
    if x > (a + 1.0) / (a + b + 2.0) { 1.0 - beta_fraction(b, a, 1.0 - x) } else { beta_fraction(a, b, x) }
}

/// Lentz's evaluation of the continued fraction (DLMF 8.17.22) with its factor.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * libm::log(x) + b * libm::log1p(-x);
    let tiny = 1e-300;
    let nonzero = |value: f64| if value.abs() < tiny { tiny } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..FRACTION_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        let factor = d * c;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (libm::exp(front) * fraction / a).clamp(0.0, 1.0)
}

/// The x below which the beta distribution has that share.
#[must_use]
pub fn beta_quantile(a: f64, b: f64, share: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&share)) {
        return f64::NAN;
    }
    root(0.0, 1.0, |x| beta_below(a, b, x) < share)
}

/// The value below which Student's distribution has that share.
#[must_use]
pub fn student_quantile(degrees: f64, share: f64) -> f64 {
    if !(degrees > 0.0 && share > 0.0 && share < 1.0) {
        return f64::NAN;
    }
    let tail = 2.0 * share.min(1.0 - share);
    // Both tails together are I of degrees / (degrees + t²); the mirror image keeps the digits of small t.
    let y = root(0.0, 1.0, |y| 1.0 - tail > beta_below(0.5, degrees / 2.0, y));
    let size = libm::sqrt(degrees * y / (1.0 - y));
    if share < 0.5 { -size } else { size }
}

/// The probability of `least` or more successes in `trials`.
#[must_use]
pub fn binomial_at_least(least: u64, trials: u64, chance: f64) -> f64 {
    if !(0.0..=1.0).contains(&chance) {
        f64::NAN
    } else if least == 0 {
        1.0
    } else if least > trials {
        0.0
    } else {
        beta_below(least as f64, (trials - least) as f64 + 1.0, chance)
    }
}

/// Where a condition that holds from `low` on ceases to hold before `high`, to the last digit.
pub(super) fn root(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quantiles_undo_distribution_functions(a in 0.3..200.0_f64, b in 0.3..200.0_f64, share in 0.001..0.999_f64) {
            prop_assert!((beta_below(a, b, beta_quantile(a, b, share)) - share).abs() < 1e-9);
            prop_assert!((normal_below(normal_quantile(share)) - share).abs() < 1e-12);
        }

        #[test]
        fn nothing_panics(a in any::<f64>(), b in any::<f64>(), c in any::<f64>()) {
            let numbers = [
                ln_gamma(a), normal_below(a), normal_quantile(a), beta_below(a, b, c), beta_quantile(a, b, c),
                student_quantile(a, b), binomial_at_least(a as u64, b as u64, c),
            ];
            prop_assert_eq!(numbers.len(), 7);
        }
    }
}
