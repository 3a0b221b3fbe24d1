"""``xtk:queryDef#ExecuteQuery`` over the lab's tables."""
