/// A place in a YAML text.
///
/// Both numbers count from 1; columns count Unicode scalars, as libyaml does.
public struct YAMLMark: Sendable, Hashable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
