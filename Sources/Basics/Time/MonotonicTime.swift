#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A clock that only goes forward, for measuring: nanoseconds from an arbitrary start.
public enum MonotonicTime {
  public static func now() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
  }
}
