import Audit
import Basics
import NIOCore

/// The thirteen layers, as a flat list that a call walks through.
struct Chain: Sendable {
  enum Progress {
    case admitted
    case refused(Denial)
    /// Waiting for I/O in the layer at `index`.
    case waiting(index: Int, EventLoopFuture<Resumption>)
  }

  let layers: [any Layer]

  /// Runs the layers from `start` on until one refuses or waits.
  func admit(_ call: Call, from start: Int, on loop: LoopState) -> Progress {
    var before = MonotonicTime.now()
    for index in start..<layers.count {
      let layer = layers[index]
      let verdict = layer.admit(call, on: loop)
      let after = MonotonicTime.now()
      call.entered = index + 1
      if case .later(let future) = verdict {
        call.note(layer.name, .pass, after &- before)
        return .waiting(index: index, future)
      }
      call.note(layer.name, Self.result(of: verdict), after &- before)
      if case .refuse(let denial) = verdict { return .refused(denial) }
      before = after
    }
    return .admitted
  }

  /// Goes on after the layer at `index` has waited for `waited` nanoseconds.
  func resume(
    _ call: Call, at index: Int, with resumption: Resumption, waited: UInt64, on loop: LoopState
  ) -> Progress {
    let verdict = resumption(call)
    call.amend(layers[index].name, Self.result(of: verdict), waited)
    if case .refuse(let denial) = verdict { return .refused(denial) }
    return admit(call, from: index + 1, on: loop)
  }

  /// Tells the layers that were entered how the call ended, last first.
  func settle(_ call: Call, _ outcome: Outcome) {
    for layer in layers.prefix(call.entered).reversed() { layer.settle(call, outcome) }
  }

  private static func result(of verdict: Verdict) -> AuditLayer.Result {
    switch verdict {
    case .proceed, .later: .pass
    case .skip: .skip
    case .flag: .flag
    case .refuse: .deny
    }
  }
}
