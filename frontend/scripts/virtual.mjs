// A plugin for Vite that gives a module which lies in no file.

/**
 * virtual answers imports of `virtual:NAME` with the script that make gives; it is told whether the page is being built, and
 * its `this` is that of Vite's load. What else the plugin does is in hooks.
 */
export function virtual(name, make, hooks) {
  const asked = `virtual:${name}`;
  let building = false;
  return {
    name,
    configResolved(config) {
      building = config.command === "build";
    },
    resolveId(id) {
      return id === asked ? `\0${asked}` : null;
    },
    load(id) {
      return id === `\0${asked}` ? make.call(this, building) : null;
    },
    ...hooks,
  };
}
