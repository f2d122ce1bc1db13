import Glibc

/// Processor time used, user and system, in microseconds.
enum ProcessorTime {
  static func ofThread() -> Double { used(CLOCK_THREAD_CPUTIME_ID) }
  static func ofProcess() -> Double { used(CLOCK_PROCESS_CPUTIME_ID) }

  private static func used(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}
