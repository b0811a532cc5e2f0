// What the desk plays, and whether the browser lets it.

/** Pitch in hertz, and when it begins, in seconds from now. */
export interface Tone {
  pitch: number;
  at: number;
  /** From 0 to 1. */
  loudness: number;
}

class Sound {
  /** Something was to be heard and the browser kept it back: it plays nothing before the first touch of a page. */
  blocked = $state(false);
  private audio: AudioContext | null = null;

  /** To be called when somebody touches the page. */
  allow(): void {
    void this.context().resume();
  }

  play(tones: readonly Tone[]): void {
    const audio = this.context();
    if (audio.state !== 'running') {
      this.blocked = true;
      void audio.resume();
      return;
    }
    for (const { pitch, at, loudness } of tones) {
      const start = audio.currentTime + at;
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(loudness, start + 0.03);
      gain.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
      tone.connect(gain).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.65);
    }
  }

  private context(): AudioContext {
    if (this.audio !== null) return this.audio;
    const audio = new AudioContext();
    audio.addEventListener('statechange', () => {
      if (audio.state === 'running') this.blocked = false;
    });
    this.audio = audio;
    return audio;
  }
}

export const sound = new Sound();
