//! A drawing as data: lines, curves, dots, bars and words on a plane, and the same as the text of an SVG file.
//! Not a chart: what is drawn where is decided by whoever makes one. The page draws the same data with its own colours.
//! **Invariant:** every text is escaped, so that the file says what the data say and nothing else.

/// What a shape stands for; the page and the file each give it a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// A line to read positions by.
    Grid,
    /// An axis.
    Axis,
    /// Words.
    Words,
    /// Words that matter less.
    Muted,
    /// The source's track.
    Source,
    /// The target's track.
    Target,
    /// Words of the source's track.
    SourceWords,
    /// Words of the target's track.
    TargetWords,
}

impl Style {
    /// The class of the page's style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Style::Grid => "figure-grid",
            Style::Axis => "figure-axis",
            Style::Words => "figure-words",
            Style::Muted => "figure-muted",
            Style::Source => "figure-source",
            Style::Target => "figure-target",
            Style::SourceWords => "figure-source-words",
            Style::TargetWords => "figure-target-words",
        }
    }

    /// The colour in a file, on white: the tokens of the light theme, in a notation that every viewer knows.
    const fn colour(self) -> &'static str {
        match self {
            Style::Grid => "#d5d9df",
            Style::Axis => "#7a818c",
            Style::Words => "#1c212b",
            Style::Muted => "#505967",
            Style::Source => "#c78318",
            Style::Target => "#208f8f",
            Style::SourceWords => "#7d4f00",
            Style::TargetWords => "#00595a",
        }
    }
}

/// Where a text stands beside its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// To the right of it.
    Start,
    /// Over it.
    Middle,
    /// To the left of it.
    End,
}

impl Anchor {
    /// The word of SVG.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// One thing that is drawn. Places are in pixels from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line.
    Line {
        /// From here.
        from: (f64, f64),
        /// To here.
        to: (f64, f64),
        /// As what.
        style: Style,
    },
    /// A line through points.
    Curve {
        /// The points.
        points: Vec<(f64, f64)>,
        /// As what.
        style: Style,
    },
    /// A filled box.
    Bar {
        /// Its upper left corner.
        at: (f64, f64),
        /// Its width and height.
        size: (f64, f64),
        /// As what.
        style: Style,
    },
    /// Filled circles of one size; one shape, because a page builds a thousand elements slowly.
    Dots {
        /// Their middles.
        at: Vec<(f64, f64)>,
        /// Their radius.
        radius: f64,
        /// As what.
        style: Style,
    },
    /// Words. The place is the left, middle or right of their base line.
    Text {
        /// Where.
        at: (f64, f64),
        /// On which side of it.
        anchor: Anchor,
        /// As what.
        style: Style,
        /// The words.
        text: String,
    },
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// What is drawn, the lowest first.
    pub shapes: Vec<Shape>,
}

/// The size of all words in pixels.
pub const LETTERS: f64 = 12.0;

/// About how wide words are in pixels; rather too much than too little.
#[must_use]
pub fn width_of(text: &str) -> f64 {
    text.chars().count() as f64 * LETTERS * 0.64
}

/// A length in pixels as SVG writes it: a tenth is finer than any screen.
#[must_use]
pub fn pixels(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A pixel: circles whose middles are no further apart look like a bar with round ends.
const TOUCHING: f64 = 1.0;

/// Circles as the path of SVG: each is two half turns around its middle. Those in a row that lie on one another are one bar:
/// a fast stream has thousands, and a path of half a megabyte would hold a frame up.
#[must_use]
pub fn circles(at: &[(f64, f64)], radius: f64) -> String {
    // Each from where to where, and at which height.
    let mut bars: Vec<(f64, f64, f64)> = Vec::new();
    for &(x, y) in at {
        match bars.last_mut() {
            Some((from, to, height)) if *height == y && x >= *from && x - *to <= TOUCHING => *to = to.max(x),
            _ => bars.push((x, x, y)),
        }
    }
    let (turn, across) = (pixels(radius), pixels(2.0 * radius));
    let one = |(from, to, y): &(f64, f64, f64)| {
        if from == to {
            let (x, y) = (pixels(*from), pixels(*y));
            return format!("M{x} {y}m-{turn} 0a{turn} {turn} 0 1 0 {across} 0a{turn} {turn} 0 1 0-{across} 0");
        }
        let (x, top, length) = (pixels(*from), pixels(y - radius), pixels(to - from));
        format!("M{x} {top}h{length}a{turn} {turn} 0 0 1 0 {across}h-{length}a{turn} {turn} 0 0 1 0-{across}z")
    };
    bars.iter().map(one).collect()
}

/// Points as an attribute of SVG.
#[must_use]
pub fn points_list(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", pixels(*x), pixels(*y))).collect::<Vec<_>>().join(" ")
}

/// Words over or under a tick of an axis: in its middle, or beside it where they would leave a drawing of that width.
#[must_use]
pub fn tick_label(at: (f64, f64), width: f64, text: String) -> Shape {
    let half = width_of(&text) / 2.0;
    let anchor = match at.0 {
        place if place - half < 0.0 => Anchor::Start,
        place if place + half > width => Anchor::End,
        _ => Anchor::Middle,
    };
    Shape::Text { at, anchor, style: Style::Muted, text }
}

impl Drawing {
    /// The drawing as the text of an SVG file, with its title for those who cannot see it.
    #[must_use]
    pub fn to_svg(&self, title: &str) -> String {
        let (width, height) = (pixels(self.width), pixels(self.height));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"system-ui, sans-serif\" font-size=\"{LETTERS}\" role=\"img\">\n<title>{}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
            escaped(title)
        );
        for shape in &self.shapes {
            svg.push_str(&line(shape));
            svg.push('\n');
        }
        svg.push_str("</svg>\n");
        svg
    }
}

fn line(shape: &Shape) -> String {
    match shape {
        Shape::Line { from, to, style } => format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"1\"/>",
            pixels(from.0),
            pixels(from.1),
            pixels(to.0),
            pixels(to.1),
            style.colour()
        ),
        Shape::Curve { points, style } => format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>",
            points_list(points),
            style.colour()
        ),
        Shape::Bar { at, size, style } => format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            pixels(at.0),
            pixels(at.1),
            pixels(size.0),
            pixels(size.1),
            style.colour()
        ),
        Shape::Dots { at, radius, style } => {
            format!("<path d=\"{}\" fill=\"{}\"/>", circles(at, *radius), style.colour())
        }
        Shape::Text { at, anchor, style, text } => format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" fill=\"{}\">{}</text>",
            pixels(at.0),
            pixels(at.1),
            anchor.word(),
            style.colour(),
            escaped(text)
        ),
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML knows no other control characters than these.
            sign if sign.is_control() && !matches!(sign, '\t' | '\n' | '\r') => escaped.push('\u{fffd}'),
            sign => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_says_what_the_data_say() {
        let drawing = Drawing {
            width: 100.0,
            height: 40.5,
            shapes: vec![
                Shape::Line { from: (0.0, 1.25), to: (100.0, 1.25), style: Style::Grid },
                Shape::Dots { at: vec![(3.0, 4.0), (9.0, 4.0)], radius: 2.0, style: Style::Source },
                Shape::Curve { points: vec![(1.0, 2.0), (3.5, 2.0)], style: Style::Target },
                Shape::Bar { at: (1.0, 2.0), size: (3.25, 4.0), style: Style::Source },
                Shape::Text {
                    at: (5.0, 6.0),
                    anchor: Anchor::End,
                    style: Style::Words,
                    text: "</text><script>\u{0}&\"".into(),
                },
            ],
        };
        let svg = drawing.to_svg("a < b");
        assert!(svg.contains("viewBox=\"0 0 100 40.5\"") && svg.contains("<title>a &lt; b</title>"), "{svg}");
        assert!(svg.contains("d=\"M3 4m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M9 4m-2 0"), "{svg}");
        assert!(svg.contains("&lt;/text&gt;&lt;script&gt;\u{fffd}&amp;&quot;"), "{svg}");
        assert!(svg.contains("<polyline points=\"1,2 3.5,2\" fill=\"none\" stroke=\"#208f8f\""), "{svg}");
        assert!(svg.contains("<rect x=\"1\" y=\"2\" width=\"3.2\" height=\"4\" fill=\"#c78318\"/>"), "{svg}");
        let all = ["<line ", "<path ", "<text ", "<polyline ", "<rect "].map(|element| svg.matches(element).count());
        assert_eq!(all, [1, 1, 1, 1, 2], "the ground is the other box");
    }

    #[test]
    fn a_label_of_a_tick_stays_within() {
        for (x, anchor) in [(0.0, Anchor::Start), (100.0, Anchor::Middle), (190.0, Anchor::End)] {
            let label = tick_label((x, 9.0), 200.0, "1.5 s".to_owned());
            assert!(matches!(label, Shape::Text { anchor: found, .. } if found == anchor), "{label:?}");
        }
    }

    #[test]
    fn dots_that_lie_on_one_another_are_one_bar() {
        let dots = |at: &[(f64, f64)]| circles(at, 2.0).matches('M').count();
        let crowded: Vec<(f64, f64)> = (0..=9_000).map(|dot| (f64::from(dot) / 100.0, 4.0)).collect();
        assert_eq!(circles(&crowded, 2.0), "M0 2h90a2 2 0 0 1 0 4h-90a2 2 0 0 1 0-4z");
        assert_eq!(dots(&[(3.0, 4.0), (3.5, 4.0), (3.6, 4.0), (3.6, 9.0), (3.6, 4.0)]), 3, "one row after the other");
        assert_eq!(dots(&[(3.0, 4.0), (4.0, 4.0), (5.2, 4.0)]), 2, "none that can be told apart");
        assert_eq!(dots(&[(9.0, 4.0), (3.0, 4.0)]), 2, "in any order");
        assert_eq!(dots(&[]), 0);
    }
}
