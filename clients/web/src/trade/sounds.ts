const NOTES_HERTZ = { buy: [660, 880], sell: [880, 660] } as const;
const NOTE_SECONDS = 0.09;
const LOUDNESS = 0.08;

let opened: AudioContext | null = null;

/** Two short notes, rising for what was bought and falling for what was sold. */
export function chime(side: 'buy' | 'sell'): void {
  const context = (opened ??= new AudioContext());
  NOTES_HERTZ[side].forEach((hertz, index) => {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const from = context.currentTime + index * NOTE_SECONDS;
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(LOUDNESS, from);
    // A note that stops at once clicks.
    loudness.gain.exponentialRampToValueAtTime(0.0001, from + NOTE_SECONDS);
    tone.connect(loudness).connect(context.destination);
    tone.start(from);
    tone.stop(from + NOTE_SECONDS);
  });
}
