/// How far a scan is, on one line of a terminal; nothing elsewhere.
struct ProgressLine {
  private let total: Int
  private var done = 0
  private let isShown = Terminal.isError

  /// Files between two updates.
  private static let interval = 64
  private static let width = 30

  init(total: Int) { self.total = total }

  mutating func step() {
    done += 1
    guard isShown, total > 0, done % Self.interval == 0 else { return }
    let filled = done * Self.width / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    Terminal.update("\(bar) \(done)/\(total) files")
  }

  func finish() { if isShown, done >= Self.interval { Terminal.update("") } }
}
