//! Mutants of the texts of a corpus: removes, inserts, repeats and exchanges pieces.

/// Makes mutants, the same ones for the same seed.
pub(crate) struct Mutator {
    numbers: fastrand::Rng,
    words: &'static [&'static str],
}

/// Characters that any parser may treat wrongly.
const ANY: &[&str] = &[
    "\0", "\n", "\r\n", "\t", " ", "\"", "'", "\\", "\u{feff}", "\u{85}", "\u{2028}", "é", "😀", "\u{202e}",
    "-", "0",
];

/// The longest mutant, in bytes.
const LONGEST: usize = 1 << 14;

impl Mutator {
    /// Creates a mutator of texts in which `words` mean something.
    pub(crate) fn new(seed: u64, words: &'static [&'static str]) -> Self {
        Self { numbers: fastrand::Rng::with_seed(seed), words }
    }

    /// Returns a mutant of any text of the corpus.
    pub(crate) fn mutant(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.chosen(corpus);
        for _ in 0..self.numbers.usize(1..5) {
            self.change(&mut bytes, corpus);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    fn chosen(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        corpus.get(self.numbers.usize(0..corpus.len().max(1))).cloned().unwrap_or_default()
    }

    fn change(&mut self, bytes: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        let at = self.numbers.usize(0..=bytes.len());
        let end = bytes.len().min(at + self.numbers.usize(0..32));
        match self.numbers.u8(0..8) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = self.numbers.u8(..);
                }
            }
            2 => bytes.truncate(at),
            3 => {
                // Mostly a few times; now and then far deeper than anyone nests.
                let times = if self.numbers.u8(0..16) == 0 { 500 } else { self.numbers.usize(1..8) };
                let piece = bytes.get(at..end).unwrap_or_default().repeat(times);
                drop(bytes.splice(at..at, piece));
            }
            4 => {
                let other = self.chosen(corpus);
                let from = self.numbers.usize(0..=other.len());
                let to = other.len().min(from + self.numbers.usize(0..64));
                drop(bytes.splice(at..end, other.get(from..to).unwrap_or_default().iter().copied()));
            }
            _ => {
                let words = if self.numbers.bool() { self.words } else { ANY };
                let word = words.get(self.numbers.usize(0..words.len().max(1))).copied().unwrap_or_default();
                let end = if self.numbers.bool() { at } else { end };
                drop(bytes.splice(at..end, word.bytes()));
            }
        }
    }
}
