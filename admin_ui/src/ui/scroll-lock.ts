/** Stands in for antd's scroll lock: the page itself never scrolls here, only what is inside it. */

export default function useScrollLock(): void {
  // Nothing to lock.
}
