internal import Synchronization

/// Times that several threads measure.
final class Recorder: Sendable {
  private let state = Mutex<[Double]>([])

  func add(_ times: [Double]) { state.withLock { $0 += times } }

  var times: [Double] { state.withLock { $0 } }
}
