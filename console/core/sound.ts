import { sound } from './preferences.ts';

/** Two soft notes, one after the other: frequency in Hz and start in seconds. */
const NOTES = [
  { frequency: 660, start: 0 },
  { frequency: 880, start: 0.09 },
];
const NOTE_SECONDS = 0.16;
const LOUDNESS = 0.08;

let context: AudioContext | null = null;

/** Browsers let a page sound only after the person has done something in it. */
export function prepareSound(): void {
  const start = () => {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
  };
  window.addEventListener('pointerdown', start, { once: true, capture: true });
  window.addEventListener('keydown', start, { once: true, capture: true });
}

/** Says that somebody wrote, unless it is switched off or the browser does not allow it yet. */
export function playChime(): void {
  if (sound.value === 'off' || context?.state !== 'running') return;
  for (const { frequency, start } of NOTES) {
    const at = context.currentTime + start;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = 'sine';
    tone.frequency.value = frequency;
    // Faded in and out: a tone that is cut off clicks.
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_SECONDS);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + NOTE_SECONDS);
  }
}
