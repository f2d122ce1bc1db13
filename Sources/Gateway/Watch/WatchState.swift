/// When changed files are read: once two looks in a row have seen the same change.
///
/// ```
/// unchanged ──differs──▶ changing ──same as last look──▶ reload
///     ▲                     │ ▲ └─differs again─┘
///     └──as it was loaded───┘
/// ```
struct WatchState {
  enum Action: Equatable {
    case wait, reload
  }

  /// What is in force.
  private var loaded: WatchedFiles
  private var last: WatchedFiles

  init(_ loaded: WatchedFiles) {
    self.loaded = loaded
    last = loaded
  }

  mutating func observe(_ now: WatchedFiles) -> Action {
    defer { last = now }
    guard now != loaded, now == last else { return .wait }
    loaded = now
    return .reload
  }
}
