// Keeps a log where its reader is: at the end while she is at the end, and in place when history comes in above.

const near = 80;

/** Watches one scrolling element. Call `before` ahead of each change of its content and `after` behind it. */
export class EndKeeper {
  /** The reader is at the end, so that new lines are seen. */
  atEnd = $state(true);
  private box: HTMLElement | null = null;
  private height = 0;
  private top = 0;
  private readonly follows: () => boolean;

  /** `follows`: whether the end is what should be seen now. */
  constructor(follows: () => boolean = () => true) {
    this.follows = follows;
  }

  /** Attach with `{@attach keeper.attach}`. */
  readonly attach = (box: HTMLElement): (() => void) => {
    this.box = box;
    const scrolled = (): void => {
      this.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < near;
    };
    box.addEventListener('scroll', scrolled, { passive: true });
    // A keyboard that opens, or a box that grows, must not hide the last line.
    const resized = new ResizeObserver(() => {
      if (this.atEnd && this.follows()) this.toEnd();
    });
    resized.observe(box);
    if (this.follows()) this.toEnd();
    else scrolled();
    return () => {
      box.removeEventListener('scroll', scrolled);
      resized.disconnect();
      this.box = null;
    };
  };

  before(): void {
    if (this.box === null) return;
    this.height = this.box.scrollHeight;
    this.top = this.box.scrollTop;
  }

  /** `above`: the change put lines before those that were there. */
  after(above: boolean): void {
    if (this.box === null) return;
    if (above) this.box.scrollTop = this.top + this.box.scrollHeight - this.height;
    else if (this.atEnd) this.toEnd();
  }

  toEnd(): void {
    if (this.box !== null) this.box.scrollTop = this.box.scrollHeight;
    this.atEnd = true;
  }
}
