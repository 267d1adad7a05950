//! Quantiles of a sample, linear between neighbours (type 7 of Hyndman and Fan 1996, as NumPy and R do by default).
//! Not an interval. **Invariant:** a quantile lies between the smallest and the largest value.

/// The values in ascending order; `None` if there are none or one is not finite.
#[must_use]
pub fn sorted(values: &[f64]) -> Option<Vec<f64>> {
    if values.is_empty() || !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Some(sorted)
}

/// The quantile of ascending values at a share from 0 to 1; `None` without values or outside of that.
#[must_use]
pub fn quantile(ascending: &[f64], share: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    let last = ascending.len().checked_sub(1)?;
    let at = share * last as f64;
    let below = at.floor();
    let low = *ascending.get(below as usize)?;
    let high = *ascending.get((below as usize).saturating_add(1).min(last))?;
    Some(low + (high - low) * (at - below))
}
