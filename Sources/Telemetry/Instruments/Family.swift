import Synchronization

/// Instruments of one name that differ by the values of their labels.
///
/// The set of values is closed: series are registered when the configuration is loaded, and a lookup with
/// values that are not registered gets the series whose labels all read `other`. What callers send can
/// therefore never make a new series. Lookups take a lock and hash strings: make them at start-up and keep
/// the handle.
public final class Family<Instrument: Sendable>: Sendable {
  public let labels: [String]
  private let make: @Sendable () -> Instrument
  private let state: Mutex<State>
  /// What unregistered values are counted under.
  public let other: Instrument

  private struct State {
    var index: [[String]: Int] = [:]
    var series: [(values: [String], instrument: Instrument)] = []
  }

  init(labels: [String], series: [[String]], make: @escaping @Sendable () -> Instrument) {
    self.labels = labels
    self.make = make
    other = make()
    state = Mutex(State())
    for values in series { register(values) }
  }

  /// Adds a series, or returns the one that has these values already.
  ///
  /// For what a reload may bring, such as a new upstream. A family holds at most
  /// ``MetricsLimits/seriesPerFamilyMax`` series; beyond them, and for the wrong number of values, the
  /// answer is ``other``.
  @discardableResult
  public func register(_ values: [String]) -> Instrument {
    guard values.count == labels.count else { return other }
    return state.withLock { state in
      if let position = state.index[values] { return state.series[position].instrument }
      guard state.series.count < MetricsLimits.seriesPerFamilyMax else { return other }
      let instrument = make()
      state.index[values] = state.series.count
      state.series.append((values, instrument))
      return instrument
    }
  }

  /// The series with these values in the order of ``labels``, or ``other``.
  public func series(_ values: String...) -> Instrument {
    state.withLock { state in
      state.index[values].map { state.series[$0].instrument } ?? other
    }
  }

  /// Every series in the order of registration, ``other`` last.
  var all: [(values: [String], instrument: Instrument)] {
    state.withLock { $0.series } + [(labels.map { _ in "other" }, other)]
  }
}
