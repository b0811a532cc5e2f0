// Keeps the page within what is really seen: an on-screen keyboard must not push the exit away.

/** Sets `--seen-height` and `--seen-top` from the visual viewport as it changes. */
export function followViewport(): void {
  const seen = window.visualViewport;
  if (seen === null) return;
  const update = (): void => {
    const { style } = document.documentElement;
    // Pinch zoom also shrinks the visual viewport; then the layout must stay as it is.
    const zoomed = seen.scale > 1.01;
    style.setProperty('--seen-height', zoomed ? '100dvh' : `${seen.height}px`);
    style.setProperty('--seen-top', zoomed ? '0px' : `${seen.offsetTop}px`);
  };
  seen.addEventListener('resize', update);
  seen.addEventListener('scroll', update);
  update();
}
