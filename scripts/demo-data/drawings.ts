import type { Paper } from './paper.ts'
import { blue, grey, type Pen, pale } from './pen.ts'

type Frame = { name: string; number: string; project: string }

/** A drawing sheet's border and title block. */
function frame(paper: Paper, { name, number, project }: Frame): Pen {
  paper.newPage(true)
  const pen = paper.pen
  pen.rectangle(8, 8, 281, 194, { stroke: grey, width: 0.2 })
  pen.rectangle(18, 11, 268, 188, { stroke: paper.ink, width: 0.7 })
  const cells: [string, string][] = [
    ['工程名称', project],
    ['图名', name],
    ['图号', number],
    ['比例', '1:300'],
  ]
  for (const [i, [label, value]] of cells.entries()) {
    const y = 167 + i * 8
    pen.rectangle(196, y, 22, 8, { stroke: paper.ink, width: 0.25 })
    pen.rectangle(218, y, 68, 8, { stroke: paper.ink, width: 0.25 })
    pen.text(paper.body, label, 207, y + 5.5, { size: 9, align: 'center' })
    pen.text(paper.body, value, 252, y + 5.5, { size: 9, align: 'center' })
  }
  pen.text(paper.bold, name, 100, 190, { size: 14, align: 'center' })
  return pen
}

const gridX = Array.from({ length: 10 }, (_, i) => 40 + i * 24)
const gridY = [50, 74, 84, 108]

function axes(paper: Paper, pen: Pen): void {
  for (const [i, x] of gridX.entries()) {
    pen.line(x, 40, x, 122, { stroke: grey, width: 0.12, dash: [6, 2, 1, 2] })
    pen.circle(x, 36, 4, { stroke: paper.ink, width: 0.2 })
    pen.text(paper.body, String(i + 1), x, 37.4, { size: 9, align: 'center' })
    if (i > 0) {
      pen.line(x - 24, 128, x, 128, { stroke: paper.ink, width: 0.15 })
      pen.line(x - 24.8, 128.8, x - 23.2, 127.2, { stroke: paper.ink, width: 0.3 })
      pen.text(paper.body, '7200', x - 12, 127, { size: 7.5, align: 'center' })
    }
  }
  for (const [i, y] of gridY.entries()) {
    pen.line(32, y, 264, y, { stroke: grey, width: 0.12, dash: [6, 2, 1, 2] })
    pen.circle(28, y, 4, { stroke: paper.ink, width: 0.2 })
    pen.text(paper.body, 'DCBA'[i]!, 28, y + 1.4, { size: 9, align: 'center' })
  }
}

/** A typical floor: classrooms on both sides of the corridor, stairs at the ends. */
export function floorPlan(paper: Paper, project: string): void {
  const pen = frame(paper, { name: '二至四层平面图', number: '建施-03', project })
  axes(paper, pen)
  pen.rectangle(40, 50, 216, 58, { stroke: paper.ink, width: 0.6 })
  pen.line(40, 74, 256, 74, { stroke: paper.ink, width: 0.5 })
  pen.line(40, 84, 256, 84, { stroke: paper.ink, width: 0.5 })
  pen.text(paper.body, '走　　廊', 148, 80.5, { size: 9, align: 'center' })
  for (const [i, x] of gridX.slice(0, -1).entries()) {
    for (const [row, y] of [50, 84].entries()) {
      pen.line(x, y, x, y + 24, { stroke: paper.ink, width: 0.5 })
      const stairs = i === 0 || i === 8
      const name = stairs ? (row === 0 ? '楼梯间' : '卫生间') : i === 4 && row === 0 ? '教师办公' : `教室${row * 7 + i}`
      pen.text(paper.body, name, x + 12, y + 13, { size: 8.5, align: 'center' })
      if (stairs && row === 0)
        for (let step = 0; step < 9; step++)
          pen.line(x + 5, y + 15 + step, x + 19, y + 15 + step, { stroke: grey, width: 0.12 })
      const wall = row === 0 ? 50 : 108
      if (!stairs) pen.line(x + 5, wall, x + 19, wall, { stroke: blue, width: 1 })
    }
  }
  for (const x of gridX) for (const y of gridY) pen.rectangle(x - 1, y - 1, 2, 2, { fill: paper.ink })
  pen.text(paper.body, '注：本层建筑面积3052平方米，层高3.9米；未注明的墙体为200厚加气混凝土砌块。', 40, 148, {
    size: 9,
  })
}

export function elevation(paper: Paper, project: string): void {
  const pen = frame(paper, { name: '南立面图', number: '建施-05', project })
  const ground = 130
  for (let floor = 0; floor < 5; floor++) {
    const y = ground - (floor + 1) * 17
    pen.rectangle(40, y, 216, 17, { stroke: paper.ink, width: 0.35 })
    for (let bay = 0; bay < 9; bay++) {
      pen.rectangle(44 + bay * 24, y + 3.5, 16, 9.5, { fill: pale, stroke: blue, width: 0.3 })
      pen.line(52 + bay * 24, y + 3.5, 52 + bay * 24, y + 13, { stroke: blue, width: 0.2 })
    }
    const level = `+${(floor * 3.9).toFixed(3)}`
    pen.line(258, y + 17, 270, y + 17, { stroke: paper.ink, width: 0.2 })
    pen.text(paper.body, floor === 0 ? '±0.000' : level, 259, y + 16, { size: 7.5 })
  }
  pen.rectangle(38, ground - 90, 220, 5, { fill: pale, stroke: paper.ink, width: 0.4 })
  pen.text(paper.body, '+20.700', 259, ground - 90, { size: 7.5 })
  pen.line(22, ground, 282, ground, { stroke: paper.ink, width: 0.9 })
  pen.rectangle(136, ground - 14, 24, 14, { fill: pale, stroke: paper.ink, width: 0.5 })
  pen.text(paper.body, '主入口', 148, ground - 6, { size: 8.5, align: 'center' })
  pen.text(paper.body, '外墙：浅米色真石漆，窗间墙深灰色；门窗：断桥铝合金，深灰色。', 40, 148, { size: 9 })
}

/** The site, also used to show where the contractor puts his plant when `plant` is true. */
export function sitePlan(paper: Paper, pen: Pen, at: { x: number; y: number; width: number; plant: boolean }): void {
  const { x, y, width, plant } = at
  const unit = width / 160
  const box = (left: number, top: number, wide: number, high: number, name: string, fill = true) => {
    pen.rectangle(x + left * unit, y + top * unit, wide * unit, high * unit, {
      stroke: paper.ink,
      width: 0.3,
      ...(fill ? { fill: pale } : {}),
    })
    pen.text(paper.body, name, x + (left + wide / 2) * unit, y + (top + high / 2) * unit + 1.2, {
      size: 8.5,
      align: 'center',
    })
  }
  pen.rectangle(x, y, 160 * unit, 100 * unit, { stroke: blue, width: 0.7 })
  box(58, 34, 74, 24, '拟建教学楼')
  box(8, 62, 40, 30, '原有教学楼')
  box(60, 72, 46, 20, '操场', false)
  box(112, 72, 40, 20, '食堂')
  pen.line(x, y + 8 * unit, x + 160 * unit, y + 8 * unit, { stroke: grey, width: 0.3, dash: [4, 2] })
  pen.text(paper.body, '学 府 路 北 侧 道 路', x + 80 * unit, y + 5.5 * unit, { size: 9, align: 'center' })
  pen.arrow(x + 150 * unit, y + 26 * unit, x + 150 * unit, y + 14 * unit, { width: 0.4 })
  pen.text(paper.body, '北', x + 150 * unit, y + 12 * unit, { size: 9, align: 'center' })
  if (!plant) return
  box(8, 12, 30, 12, '办公区')
  box(8, 28, 30, 12, '生活区')
  box(8, 44, 30, 12, '材料堆场')
  box(44, 12, 26, 12, '钢筋加工')
  box(74, 12, 26, 12, '木工加工')
  box(104, 12, 20, 12, '洗车台')
  for (const [i, cx] of [54, 136].entries()) {
    pen.circle(x + cx * unit, y + 46 * unit, 2.2, { fill: blue })
    pen.circle(x + cx * unit, y + 46 * unit, 22 * unit, { stroke: blue, width: 0.15 })
    pen.text(paper.body, `${i + 1}号塔吊`, x + cx * unit, y + 51 * unit, { size: 8, align: 'center' })
  }
  pen.rectangle(x + 41 * unit, y + 26 * unit, 114 * unit, 36 * unit, { stroke: grey, width: 0.5 })
  pen.text(paper.body, '施工围挡（高2.5米）', x + 96 * unit, y + 65.5 * unit, { size: 8, align: 'center' })
}

export function siteSheet(paper: Paper, project: string): void {
  const pen = frame(paper, { name: '总平面布置图', number: '总施-01', project })
  sitePlan(paper, pen, { x: 40, y: 22, width: 214, plant: false })
}
