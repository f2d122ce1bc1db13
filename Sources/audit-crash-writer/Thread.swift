import Dispatch

/// A thread for a body that never ends.
enum Thread {
  static func detach(_ body: @escaping @Sendable () -> Void) {
    // Each queue that blocks has a thread of its own.
    DispatchQueue(label: "load").async(execute: body)
  }
}
