//! Changes of texts as a fuzzer makes them, the same from the same seed.

/// Files, changed a little, one after another.
pub(crate) struct Mutations {
    state: u64,
    corpus: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
}

impl Mutations {
    /// Changes of the files of a corpus; `words` are put in among others.
    pub(crate) fn new(seed: u64, corpus: Vec<Vec<u8>>, words: Vec<Vec<u8>>) -> Self {
        Self { state: seed, corpus, words }
    }

    /// The next text: one to eight changes of one file.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let mut bytes = self.pick_file();
        for _ in 0..=self.below(8) {
            self.change(&mut bytes);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let (start, end) = self.range(bytes.len());
        match self.below(7) {
            0 if start < bytes.len() => bytes[start] ^= 1 << self.below(8),
            1 => _ = bytes.drain(start..end),
            2 => {
                let again = bytes[start..end].to_vec();
                bytes.splice(end..end, again);
            }
            3 => {
                let other = self.pick_file();
                let (from, to) = self.range(other.len());
                bytes.splice(start..end, other[from..to].iter().copied());
            }
            4 | 5 => {
                let number = self.below(self.words.len());
                let end = if self.below(2) == 0 { start } else { end };
                bytes.splice(start..end, self.words[number].iter().copied());
            }
            _ => {
                let line = bytes[start..]
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .map_or(bytes.len(), |at| start + at);
                bytes.drain(start..line);
            }
        }
    }

    fn pick_file(&mut self) -> Vec<u8> {
        let number = self.below(self.corpus.len());
        self.corpus[number].clone()
    }

    /// A place in a text of this length, and one at most 64 bytes after it.
    fn range(&mut self, length: usize) -> (usize, usize) {
        let start = self.below(length + 1);
        (start, (start + self.below(65)).min(length))
    }

    /// A number below another: SplitMix64. <https://prng.di.unimi.it/splitmix64.c>
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let mixed = mixed ^ (mixed >> 31);
        usize::try_from(mixed % u64::try_from(end).unwrap_or(1)).unwrap_or(0)
    }
}
