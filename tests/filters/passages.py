"""Passages of ordinary reasoning, written by hand, that the cases of `repetition` are built from."""


def passages(text: str, joint: str = " ") -> list[str]:
    """What stands between blank lines, each on one line."""
    return [joint.join(one.strip().split("\n")) for one in text.strip().split("\n\n")]


def words(text: str) -> list[str]:
    """What stands between spaces."""
    return text.split()


ENGLISH = passages("""
The train leaves at noon and travels north at sixty miles per hour while the other one heads south from the same
city. After two hours the first has covered one hundred and twenty miles. The second, slower by ten, has covered one
hundred. We add these distances to learn how far apart they are, since they move in opposite directions along one
line. That gives two hundred and twenty miles in all, which matches what we expected from relative speed.

Okay, so we have a triangle with sides 13, 14 and 15. Heron's formula is the natural choice here. The semiperimeter
is 21, and then the product 21 * 8 * 7 * 6 equals 7056, whose square root is 84. So the area is 84. Dividing twice
the area by the side of length 14 gives the altitude, which comes out as exactly 12.

First I want to understand what the function does when the list is empty. The loop body never runs, the accumulator
keeps its initial value, and we return zero. For a list with a single element we enter once, compare it with itself,
and nothing changes. Only with two different elements does the swap branch matter, and that is where the bug hides:
the index is advanced before the comparison is made.

Let $f(x) = x^2 - 4x + 7$. Completing the square, $f(x) = (x - 2)^2 + 3$, so the minimum value is $3$ and it is
attained at $x = 2$. Since the parabola opens upward there is no maximum on the whole real line. On the interval
$[0, 5]$, however, we also have to look at the endpoints: $f(0) = 7$ and $f(5) = 12$, hence the range is $[3, 12]$.

There are ten people at the party and everybody shakes hands with everybody else exactly once. Each handshake is an
unordered pair, so I should count pairs rather than ordered choices. Ten choose two equals forty-five. If the host
refuses to shake hands with two of the guests, we lose two pairs and forty-three remain.

Hmm, the question says that the water is poured at a constant rate into a cone standing on its tip. The radius of
the surface is proportional to the depth, so the volume grows like the cube of the depth. Differentiating with
respect to time, we see that the depth rises quickly at first and more slowly later on. At half the height, only an
eighth of the cone is filled, which surprises most people.

Suppose for contradiction that the square root of two were rational, say p over q in lowest terms. Squaring both
sides shows that p squared is twice q squared, so p is even. Write p as 2k; then q squared is twice k squared and q
is even too. But a fraction in lowest terms can't have both of its parts even, and that finishes the argument.

The recipe serves four and asks for 300 grams of flour, two eggs and 150 millilitres of milk. We need to feed ten,
so everything is multiplied by two and a half: 750 grams of flour, five eggs, 375 millilitres of milk. The oven time
stays as it is, because the dough is baked in separate tins of the original size.

What about the probability? The bag holds five red marbles and three blue ones. Drawing two without putting the
first back, the chance that both are red is 5/8 times 4/7, that is 20/56 or 5/14. The chance of one of each colour
is 2 * (5/8) * (3/7) = 15/28. Together with both blue, 3/28, this adds up to 10/28 + 15/28 + 3/28 = 1, good.

In the second paragraph the author turns from the harvest to the weather, and the tone changes with it. Short
sentences replace the long ones, verbs of motion become rare, and the narrator no longer speaks of himself. I take
this as a sign that the storm stands for the quarrel between the brothers, although nobody in the story says so.

We can model the ladder as a segment of length 5 leaning on a wall. With its foot 3 metres away the top is at 4
metres. If the foot slides at 0.5 metres per second, then from x^2 + y^2 = 25 we get x x' + y y' = 0, so the top
falls at 3 * 0.5 / 4 = 0.375 metres per second at that moment, and ever faster afterwards.

To sort the cards I would pick the smallest one left and put it at the end of the sorted pile. With n cards this
takes about n squared over two comparisons. Merging is better for big piles: split them, sort each half, and then
walk along both from the front. For fifty-two cards the difference hardly matters to a human, though.
""")

CHINESE = passages(
    """
首先，我们设小明有x个苹果，那么小红就有x+5个苹果。根据题意，他们一共有27个苹果，所以x+(x+5)=27，解得
x=11。因此小明有11个苹果，小红有16个苹果。

这道题考查的是等差数列的求和公式。首项是3，公差是4，第十项就是3+9×4=39。前十项的和等于首项与末项之和乘以项
数再除以二，也就是(3+39)×10÷2=210。

等等，我是不是漏掉了一个条件？题目说两辆车相向而行，甲车先出发半个小时。甲车每小时行60千米，半小时行30千米，剩下
的路程是270千米，由两车一起走完，需要两个小时。

我们可以用反证法来证明。假设存在最大的质数p，把所有不超过p的质数相乘再加一，得到的数不能被其中任何一个整除，所以它
要么本身是质数，要么有更大的质因数，矛盾。

在三角形中，已知两边及其夹角，可以用余弦定理求第三边。代入数据，得到第三边的平方等于25加上64再减去40，也就是4
9，所以第三边的长度为7。

从袋子里随机摸出两个球，总共有二十一种情况，其中颜色相同的有九种，所以概率是七分之三。如果第一次摸出的球要放回去，那
么结果就会不一样，需要重新计算。

这篇文章的开头写的是江南的春天，作者用了很多比喻，把柳枝比作少女的长发。到了第三段，笔调忽然一变，原来他是在怀念自己
的母亲，这才是全文的主旨。

先看函数的定义域，分母不能为零，所以x不等于2。再求导数，令导数等于零，得到两个驻点。比较各区间上导数的符号，就知道
函数在哪里递增，在哪里递减。
""",
    joint="",
)

PROBLEMS = passages("""
A farmer has some chickens and some rabbits in a yard, with 35 heads and 94 legs in all. How many rabbits are there?

Tom is twice as old as Jerry was when Tom was as old as Jerry is now, and their ages add up to 63. How old is Tom?

A pool is filled by one pipe in six hours and emptied by another in nine hours. If both are open, how long does it
take until the empty pool is full?

In how many ways can eight rooks be placed on a chessboard so that no two of them attack each other, and none of
them stands on the main diagonal?
""")

RECHECKS = passages("""
If there are 12 rabbits they have 48 legs, and the 23 chickens have 46, so there are 94 legs as required.

The other way round, subtracting twice the heads from the legs leaves 24, and half of that is 12.

Plugging x = 3 back into the left side yields 27 - 15 = 12, the same as the right side.

In terms of units, metres divided by seconds is a speed, so the formula makes sense.

For small n we can list them all by hand: 0, 1, 2, 9, 44, which agrees with the known sequence.

The discriminant is 49 - 40 = 9, a perfect square, so both of the roots are rational.

Rounding 3.46 up would give four buses, and with three buses somebody would be left behind.

By symmetry the second half of the sum equals the first, hence the total doubles to 930.

An upper bound of 100 is far from sharp here, since every term is below one third.

Taking logarithms, we need n to be larger than 9.97, so ten doublings are enough.

I misread the sign earlier; with minus four instead of plus four the product becomes -28.

Among the first twenty integers, eight are prime, and dropping 2 leaves seven odd ones.

The slope between the two points is 6 over 3, that is 2, and the intercept follows as -1.
""")

WORDS = words("""
apple river stone garden window orange castle winter pencil bridge forest doctor silver island market candle pepper
mirror ladder cotton basket hammer violin tunnel planet rocket summer button carpet dragon engine falcon guitar
harbor insect jacket kettle lemon magnet needle oyster parrot quartz ribbon saddle temple umbrella valley walnut
yellow zebra anchor barrel copper desert eagle fabric ginger helmet
""")
