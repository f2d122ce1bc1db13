public import Basics

/// How long the chain took for each of many calls, in nanoseconds.
public struct ChainTimes: Sendable {
  private var totals: [UInt64] = []
  private var layers: [[UInt64]]

  init(calls: Int) {
    totals.reserveCapacity(calls)
    layers = LayerName.allCases.map { _ in [] }
    for index in layers.indices { layers[index].reserveCapacity(calls) }
  }

  mutating func add(_ total: UInt64, _ trace: [LayerTrace]) {
    totals.append(total)
    for note in trace { layers[note.layer.rawValue - 1].append(note.nanoseconds) }
  }

  public var calls: Int { totals.count }

  /// The time that `share` (0…1) of the calls did not exceed.
  public func total(_ share: Double) -> UInt64 { Self.quantile(totals, share) }

  /// The same for one layer.
  public func layer(_ name: LayerName, _ share: Double) -> UInt64 { Self.quantile(layers[name.rawValue - 1], share) }

  private static func quantile(_ times: [UInt64], _ share: Double) -> UInt64 {
    guard !times.isEmpty else { return 0 }
    let sorted = times.sorted()
    return sorted[min(sorted.count - 1, max(0, Int(Double(sorted.count) * min(max(share, 0), 1))))]
  }

  /// For programs; nanoseconds.
  public var document: JSONValue {
    func figures(_ times: [UInt64]) -> JSONValue {
      ["p50_ns": .integer(Int(Self.quantile(times, 0.5))), "p99_ns": .integer(Int(Self.quantile(times, 0.99)))]
    }
    return [
      "calls": .integer(calls), "chain": figures(totals),
      "layers": .object(
        JSONObject(LayerName.allCases.map { (key: $0.wireName, value: figures(layers[$0.rawValue - 1])) })),
    ]
  }
}
