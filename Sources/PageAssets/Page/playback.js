// EM played back, iteration by iteration.

class Playback {
  /** `shown` is told the number of the frame; the one after the last stands for the fitted model. */
  constructor(host, shown) {
    this.host = host;
    this.shown = shown;
    this.slider = host.querySelector("input");
    this.button = host.querySelector("button");
    this.text = host.querySelector("output");
    this.slider.addEventListener("input", () => {
      this.pause();
      this.show();
    });
    this.button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
  }

  /** Other frames, at their end; hidden for none. */
  take(frames) {
    if (this.timer) this.pause();
    this.frames = frames;
    this.host.hidden = frames === null;
    if (frames === null) return;
    this.slider.max = frames.iterations.length;
    this.slider.value = this.slider.max;
    this.describe();
  }

  get position() {
    return Number(this.slider.value);
  }

  get isAtEnd() {
    return this.position === this.frames.iterations.length;
  }

  play() {
    if (this.isAtEnd) this.slider.value = 0;
    this.label("Pause");
    // A run of any length takes about six seconds.
    const pace = Math.min(400, Math.max(60, 6000 / this.frames.iterations.length));
    this.timer = setInterval(() => {
      if (this.isAtEnd) return this.pause();
      this.slider.value = this.position + 1;
      this.show();
    }, pace);
    this.show();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.label("Play EM");
  }

  label(text) {
    this.button.querySelector("span").textContent = text;
    this.button.classList.toggle("playing", text === "Pause");
  }

  show() {
    this.describe();
    this.shown(this.isAtEnd ? null : this.position);
  }

  describe() {
    const { iterations, logLikelihoods, isPart } = this.frames;
    const i = this.position;
    const what = this.isAtEnd ? "fitted model"
      : iterations[i] === 0 ? "start" : `iteration ${iterations[i]} of ${iterations[iterations.length - 1]}`;
    const unit = isPart ? "per point " : "";
    const level = this.isAtEnd ? this.frames.fitted : logLikelihoods[i];
    this.text.textContent = `${what} · log-likelihood ${unit}${isPart ? level.toFixed(5).replace("-", "−") : nats(level)}`;
    this.slider.setAttribute("aria-valuetext", this.text.textContent);
  }
}
