import Audit
import AuditIndex
import Basics
import Glibc

/// Times the indexing of a log, and searches of it by every filter.
struct SearchTimes {
  private static let rounds = 5
  private let log: String

  init(directory: String) { log = directory + "/audit.jsonl" }

  func index() throws {
    let started = MonotonicTime.now()
    let last = try AuditIndex(log).update()
    let seconds = Double(MonotonicTime.now() - started) / 1e9
    print("indexed up to entry \(last) in \(Int(seconds)) s, \(Int(Double(last) / seconds)) a second")
    print("most memory \(Self.peakMebibytes) MiB")
  }

  /// The last 100 of each, which is what people look at; the best and the worst of several rounds.
  func search() throws {
    let index = try AuditIndex(log)
    let last = try index.update()
    for (name, query) in queries(last) {
      var times: [Double] = []
      var found = 0
      for _ in 0..<Self.rounds {
        let started = MonotonicTime.now()
        found = 0
        try index.forEach(query) { _ in
          found += 1
          return true
        }
        times.append(Double(MonotonicTime.now() - started) / 1e6)
      }
      let (best, worst) = (times.min() ?? 0, times.max() ?? 0)
      let label = name + String(repeating: " ", count: max(1, 34 - name.count))
      print("\(label)\(found) found, first \(Self.tenths(times[0])), best \(Self.tenths(best)), worst \(Self.tenths(worst)) ms")
    }
    print("most memory \(Self.peakMebibytes) MiB")
  }

  private func queries(_ last: UInt64) -> [(String, AuditQuery)] {
    func query(_ words: [String] = [], _ change: (inout AuditFilter) -> Void) -> AuditQuery {
      var filter = AuditFilter()
      change(&filter)
      return AuditQuery(filter, words: words, last: 100)
    }
    let call = 100_000_000_000 + last / 4
    let now = Timestamp.now()
    let caller = "spiffe://poc.local/agents/mcp-client/agent-7/prod"
    return [
      ("nothing", query { _ in }), ("event", query { $0.event = .outcome }),
      ("caller", query { $0.caller = caller }), ("tool", query { $0.tool = "tool_7" }),
      ("decision", query { $0.decision = .deny }), ("code", query { $0.code = "stepup_required" }),
      ("session", query { $0.session = "session-\(last / 160)" }),
      ("trace", query { $0.trace = "4bf92f3577b34da6a3ce9\(call - 90_000_000_000)" }),
      ("decision ID", query { $0.decisionID = "0192f0c0-7a5b-7c3d-8e9f-\(call)" }),
      ("since", query { $0.since = now.adding(.seconds(-3_600)) }),
      ("until", query { $0.until = now.adding(.seconds(-14_400)) }),
      ("since and until", query { $0.since = now.adding(.seconds(-14_400)); $0.until = now.adding(.seconds(-10_800)) }),
      ("frequent word", query(["invoice"]) { _ in }), ("two words", query(["invoice", "backup"]) { _ in }),
      ("rare word", query(["\(last / 4)"]) { _ in }), ("unknown word", query(["zzz"]) { _ in }),
      ("caller, tool", query { $0.caller = caller; $0.tool = "tool_9" }),
      ("caller, code, event", query { $0.caller = caller; $0.code = "stepup_required"; $0.event = .decision }),
      ("caller and frequent word", query(["invoice"]) { $0.caller = caller; $0.event = .decision }),
      ("tool, denied, frequent word", query(["invoice"]) { $0.tool = "tool_7"; $0.decision = .deny }),
      ("tool, time", query { $0.tool = "tool_7"; $0.until = now.adding(.seconds(-14_400)) }),
      ("allowed with a code", query { $0.decision = .allow; $0.code = "stepup_required" }),
    ]
  }

  private static func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }

  private static var peakMebibytes: Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1_024
  }
}
