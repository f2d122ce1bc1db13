#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Pauses of a thread that may block.
enum Pause {
  /// Sleeps for less than a second; an interrupted sleep is over.
  static func sleep(_ time: Duration) {
    var time = timespec(tv_sec: 0, tv_nsec: Int(clamping: time.components.attoseconds / 1_000_000_000))
    unsafe nanosleep(&time, nil)
  }
}
