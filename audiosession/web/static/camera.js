// What of a timeline is in view: from which moment on, and how many milliseconds a pixel is.

const CLOSEST_MS = 1000; // the shortest time that fills the view

/** Return a camera over `length` ms of a class; its fields `from`, `scale`, `width` and `gutter` say what it sees. */
export function openCamera(length) {
  const camera = { from: 0, scale: 20, width: 600, gutter: 56, length };

  function bound() {
    const widest = Math.max(CLOSEST_MS, camera.length) / camera.width;
    camera.scale = Math.min(widest, Math.max(CLOSEST_MS / camera.width, camera.scale));
    camera.from = Math.max(0, Math.min(camera.from, camera.length - camera.width * camera.scale));
  }

  return Object.assign(camera, {
    /** See as much as before in a view of another size. */
    resize(width, gutter) {
      Object.assign(camera, { width: Math.max(40, width - gutter), gutter });
      bound();
    },
    /** Have another class, or the same one of another length. */
    reach(most) {
      camera.length = most;
      bound();
    },
    timeOf: (x) => Math.max(0, Math.min(camera.length, camera.from + (x - camera.gutter) * camera.scale)),
    xOf: (ms) => camera.gutter + (ms - camera.from) / camera.scale,
    /** Come closer by `times`, or go back where that is less than 1; the moment at pixel `x` stays where it is. */
    zoom(times, x) {
      const at = camera.timeOf(x);
      camera.scale /= times;
      bound();
      camera.from = at - (x - camera.gutter) * camera.scale;
      bound();
    },
    pan(pixels) {
      camera.from += pixels * camera.scale;
      bound();
    },
    /** See all of it. */
    whole() {
      Object.assign(camera, { from: 0, scale: Infinity });
      bound();
    },
    /** Have a moment in view: where it is not, the view begins a little before it. Returns whether it moved. */
    show(at, end = at) {
      const seen = camera.width * camera.scale;
      if (at >= camera.from && end <= camera.from + seen * 0.96) return false;
      const before = camera.from;
      camera.from = at - seen * 0.08;
      bound();
      return camera.from !== before;
    },
  });
}
