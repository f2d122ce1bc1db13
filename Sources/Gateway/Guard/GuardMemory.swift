import Basics
import Synchronization

/// Verdicts that a guard model gave before, by the digest of what it was asked. A question without a clear answer is
/// asked again.
final class GuardMemory: Sendable {
  private struct State {
    var verdicts: [String: GuardModel.Verdict] = [:]
    /// The keys in the order in which they came, as a ring.
    var order: [String] = []
    var next = 0
  }

  private let state = Mutex(State())
  private let entriesMax: Int

  init(entriesMax: Int = 4_096) { self.entriesMax = entriesMax }

  static func key(_ tool: String, _ piece: [UInt8]) -> String { Digest256(of: Array("\(tool)\u{0}".utf8) + piece).hex }

  subscript(key: String) -> GuardModel.Verdict? { state.withLock { $0.verdicts[key] } }

  func note(_ verdict: GuardModel.Verdict, for key: String) {
    if case .unavailable = verdict { return }
    state.withLock { state in
      guard state.verdicts.updateValue(verdict, forKey: key) == nil else { return }
      if state.order.count < entriesMax {
        state.order.append(key)
      } else {
        state.verdicts[state.order[state.next]] = nil
        state.order[state.next] = key
        state.next = (state.next + 1) % entriesMax
      }
    }
  }
}
