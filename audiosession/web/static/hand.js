// What a hand does on a timeline: a click, a drag, a wheel, two fingers.

const STILL_PX = 5; // so far a finger may wander while it clicks

/** Tell `does` what is done on `canvas`: click(x), pan(pixels), zoom(times, x). */
export function followHand(canvas, does) {
  const fingers = new Map();
  let isClick = false;
  const xOf = (event) => event.clientX - canvas.getBoundingClientRect().left;

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    fingers.set(event.pointerId, { x: xOf(event), first: xOf(event) });
    canvas.setPointerCapture(event.pointerId);
    isClick = fingers.size === 1;
  });
  canvas.addEventListener("pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const x = xOf(event);
    if (Math.abs(x - finger.first) > STILL_PX) isClick = false;
    if (fingers.size === 2) pinch(event.pointerId, x);
    else if (!isClick) does.pan(finger.x - x);
    finger.x = x;
  });
  canvas.addEventListener("pointerup", (event) => {
    if (isClick && fingers.has(event.pointerId)) does.click(xOf(event));
    fingers.delete(event.pointerId);
  });
  canvas.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));

  /** Two fingers: what was between them stays between them. */
  function pinch(moved, x) {
    const other = [...fingers].find(([id]) => id !== moved)[1];
    const before = fingers.get(moved).x;
    const middle = (before + other.x) / 2;
    does.zoom(Math.max(8, Math.abs(x - other.x)) / Math.max(8, Math.abs(before - other.x)), middle);
    does.pan((before - x) / 2);
  }

  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode ? 16 : 1;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) does.pan((event.deltaX || event.deltaY) * lines);
    else does.zoom(2 ** ((-event.deltaY * lines) / (event.ctrlKey ? 60 : 260)), xOf(event));
  }, { passive: false });
}
