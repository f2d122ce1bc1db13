import Synchronization

/// Instruments of one name that differ by the values of one or two labels.
///
/// The set of values is closed: series are registered when the configuration is loaded, and values that are
/// not registered get the series whose labels all read `other`. What callers send can therefore never make a
/// new series. A look-up takes a lock and hashes its values, some 50 ns: where something is recorded many
/// times for each call, look the handles up once and keep them.
public final class Family<Instrument: Sendable>: Sendable {
  /// One or two names.
  public let labels: [String]
  /// What unregistered values are counted under.
  public let other: Instrument
  private let make: @Sendable () -> Instrument
  private let state = Mutex(State())

  /// The values of the labels; the second is empty if there is one label only.
  struct Values: Hashable, Sendable {
    let first: String
    let second: String
  }

  private struct State {
    var instruments: [Values: Instrument] = [:]
    /// In the order of registration.
    var order: [Values] = []
  }

  init(_ label: String, series: [String], make: @escaping @Sendable () -> Instrument) {
    labels = [label]
    self.make = make
    other = make()
    for value in series { register(value) }
  }

  init(
    _ label: String, _ second: String, series: [(String, String)], make: @escaping @Sendable () -> Instrument
  ) {
    labels = [label, second]
    self.make = make
    other = make()
    for (value, second) in series { register(value, second) }
  }

  /// Adds a series, or returns the one that has these values already.
  ///
  /// For what a reload may bring, such as a new upstream. A family holds at most
  /// ``MetricsLimits/seriesPerFamilyMax`` series; beyond them the answer is ``other``.
  @discardableResult
  public func register(_ value: String, _ second: String = "") -> Instrument {
    let values = Values(first: value, second: second)
    return state.withLock { state in
      if let instrument = state.instruments[values] { return instrument }
      guard state.order.count < MetricsLimits.seriesPerFamilyMax else { return other }
      let instrument = make()
      state.instruments[values] = instrument
      state.order.append(values)
      return instrument
    }
  }

  /// The series with these values in the order of ``labels``, or ``other``.
  public subscript(value: String, second: String = "") -> Instrument {
    let values = Values(first: value, second: second)
    return state.withLock { $0.instruments[values] } ?? other
  }

  /// Every series in the order of registration, ``other`` last.
  var all: [(values: [String], instrument: Instrument)] {
    let registered = state.withLock { state in
      state.order.compactMap { values in state.instruments[values].map { (values, $0) } }
    }
    return registered.map { values, instrument in
      (Array([values.first, values.second].prefix(labels.count)), instrument)
    } + [(labels.map { _ in "other" }, other)]
  }
}
