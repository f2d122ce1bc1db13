import Audit
import Basics
import Glibc

/// Times the verification of a log on one thread, and the memory that it takes.
struct Verification {
  let log: String

  func run() throws {
    let started = MonotonicTime.now()
    let result = try AuditVerifier(log).verify()
    let seconds = Double(MonotonicTime.now() - started) / 1e9
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(result.isIntact ? "intact" : "damaged")
    print("entries            \(result.entries)")
    print("rate               \(Int(Double(result.bytes) / seconds / 1e6)) MB a second")
    print("processor          \(Int(Double(result.bytes) / ProcessorTime.ofProcess())) MB a second of it")
    print("most memory        \(usage.ru_maxrss / 1_024) MiB")
  }
}
