extension CompiledPolicy {
  /// Where rules are: the path of each, in parts, without `data`.
  public var rulePaths: [[String]] { builder.groups.map(\.path) }
}
