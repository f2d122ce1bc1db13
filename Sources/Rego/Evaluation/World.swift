/// What the documents are during an evaluation: the caller's input and the policy's data, or what `with` put in place
/// of them.
final class World {
  var input: Value
  var data: Value
  /// Paths under `data` that were replaced, without `data`.
  var overrides: [(path: [String], keys: [Value])] = []
  var mocks: [CalleeID: Mock] = [:]
  /// Distinguishes what was computed in this world from what was in others.
  var stamp: UInt64

  enum Mock {
    case value(Value)
    case function(CalleeID)
  }

  init(input: Value, data: Value, stamp: UInt64) {
    self.input = input
    self.data = data
    self.stamp = stamp
  }

  func copy(stamp: UInt64) -> World {
    let world = World(input: input, data: data, stamp: stamp)
    world.overrides = overrides
    world.mocks = mocks
    return world
  }
}
