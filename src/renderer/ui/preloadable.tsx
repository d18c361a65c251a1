import { type ComponentType, lazy, useState } from 'react';

/**
 * A component loaded when it is first shown, inside of a `Suspense`, or before: once `preload` is through it is there at
 * once, without the pause that React makes for anything lazy.
 */
export function preloadable<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  let loaded: ComponentType<P> | undefined;
  const fetched = async () => {
    const module = await load();
    loaded = module.default;
    return module;
  };
  const Lazy = lazy(fetched);
  function Preloadable(props: P) {
    // The same one for as long as it is shown.
    const [Component] = useState<ComponentType<P>>(() => loaded ?? Lazy);
    // oxlint-disable-next-line react/static-components -- chosen once, not made here
    return <Component {...props} />;
  }
  return Object.assign(Preloadable, { preload: () => void fetched() });
}
